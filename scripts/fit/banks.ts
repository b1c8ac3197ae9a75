/**
 * Where the sound comes from. All of it may be used for a product: sample sets in
 * the public domain or under CC BY, two soundfonts under Apache and MIT licences (of
 * the latter only instruments that no measured recording was rendered with), and
 * a voice that is synthesised here.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { SoundBankLoader, SpessaSynthProcessor } from 'spessasynth_core';
import { RATE, type Sample } from './sampler.ts';

/** Longest part of a recorded note that is kept, seconds. */
const LONGEST = 8;

/** Recorded notes of a folder, named like `C4.mp3`, `D#1v8.ogg`, `As2.mp3` or `A0vH.flac`. */
export function folder(path: string): Sample[] {
	if (!existsSync(path)) throw new Error(`no samples in ${path}: see models/README.md`);
	return readdirSync(path).flatMap((file) => {
		const [, step, sharp, octave, layer] =
			/^([A-G])(#|s)?(\d)(?:v(\d+|H|L))?\.(?:ogg|mp3|flac)$/.exec(file) ?? [];
		if (!step) return [];
		const pitch = 12 * (Number(octave) + 1) + 'C D EF G A B'.indexOf(step) + (sharp ? 1 : 0);
		return [{ pitch, velocity: velocityOf(layer), sound: tight(decoded(join(path, file))) }];
	});
}

/** Sixteen numbered layers, or a hard and a light one, or one for all. */
function velocityOf(layer: string | undefined): number {
	if (layer === undefined) return 0.6;
	if (layer === 'H') return 0.75;
	if (layer === 'L') return 0.4;
	return Number(layer) / 16;
}

function decoded(path: string): Float32Array {
	const options = ['-v', 'error', '-i', path, '-t', String(LONGEST), '-ac', '1'];
	const { status, stdout } = spawnSync(
		'ffmpeg',
		[...options, '-ar', `${RATE}`, '-f', 'f32le', '-'],
		{
			maxBuffer: 2 ** 26
		}
	);
	if (status !== 0) throw new Error(`ffmpeg cannot read ${path}`);
	return new Float32Array(new Uint8Array(stdout).buffer);
}

/** From where the note can first be heard, at a loudness that its layer alone decides. */
function tight(sound: Float32Array): Float32Array {
	let peak = 0;
	for (const value of sound.subarray(0, RATE)) peak = Math.max(peak, Math.abs(value));
	const first = sound.findIndex((value) => Math.abs(value) > 0.05 * peak);
	return sound.subarray(Math.max(0, first - 30)).map((value) => (0.3 * value) / (peak || 1));
}

/** Every third key of an instrument of a soundfont, struck softly and hard. */
export async function soundfont(
	path: string,
	program: number,
	low: number,
	high: number
): Promise<Sample[]> {
	const synth = new SpessaSynthProcessor(RATE, { eventsEnabled: false });
	await synth.processorInitialized;
	const file = readFileSync(path);
	const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
	synth.soundBankManager.addSoundBank(SoundBankLoader.fromArrayBuffer(bytes), 'bank');
	const samples: Sample[] = [];
	for (let pitch = low; pitch <= high; pitch += 3) {
		for (const velocity of [0.3, 0.55, 0.85]) {
			synth.programChange(0, program);
			// No reverb and no chorus: the room comes later.
			synth.controllerChange(0, 91, 0);
			synth.controllerChange(0, 93, 0);
			synth.noteOn(0, pitch, Math.round(127 * velocity));
			const left = new Float32Array(5 * RATE);
			const right = new Float32Array(5 * RATE);
			for (let at = 0; at < left.length; at += 128) {
				synth.process(left, right, at, Math.min(128, left.length - at));
			}
			synth.stopAllChannels(true);
			const sound = left.map((value, i) => value + right[i]!);
			if (sound.some((value) => Math.abs(value) > 1e-4)) {
				samples.push({ pitch, velocity, sound: tight(sound) });
			}
		}
	}
	return samples;
}

/** Formants in hertz of the vowels a, e, i, o, u. Source: Peterson and Barney, 1952, means of men and women. */
const VOWELS = [
	[790, 1160, 2630],
	[570, 2080, 2750],
	[290, 2540, 3160],
	[580, 880, 2560],
	[340, 910, 2460]
];

/** A sung vowel on every third key: pulses of the voice through three resonances. */
export function voices(low: number, high: number): Sample[] {
	const samples: Sample[] = [];
	for (let pitch = low; pitch <= high; pitch += 3) {
		VOWELS.forEach((formants, v) => {
			const velocity = 0.3 + 0.12 * v;
			samples.push({ pitch, velocity, sound: tight(vowel(pitch, formants, v)) });
		});
	}
	return samples;
}

function vowel(pitch: number, formants: readonly number[], seed: number): Float32Array {
	const hertz = 440 * 2 ** ((pitch - 69) / 12);
	const sound = new Float32Array(4 * RATE);
	for (let harmonic = 1; harmonic * hertz < 0.45 * RATE; harmonic++) {
		const frequency = harmonic * hertz;
		let gain = 0.02;
		formants.forEach((formant, i) => {
			const width = 60 + 0.06 * formant;
			gain += 1 / (1 + i) / (1 + ((frequency - formant) / width) ** 2);
		});
		gain /= 1 + (frequency / 600) ** 1.2;
		const phase = (harmonic * harmonic * (seed + 1)) % 6.283;
		for (let i = 0; i < sound.length; i++) {
			sound[i]! += gain * Math.sin((2 * Math.PI * frequency * i) / RATE + phase);
		}
	}
	return sound;
}
