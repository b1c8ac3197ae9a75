/**
 * The corpus: pieces of half a minute that we make up, play, record and let the
 * network hear. What it said and what was played are kept in a folder, so that
 * a fit can be repeated in seconds.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ByteActivations } from '#models/hearing/bytes.ts';
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import type { Engine } from '#models/engine/engine.ts';
import { openEar } from '#models/ear-node.ts';
import { listen } from '#models/listen.ts';
import type { Profile } from '#music/settings.ts';
import { chance as chanceOf, type Chance } from './chance.ts';
import { harmony } from './harmony.ts';
import { INSTRUMENTS, type Instrument, type Sources } from './instruments.ts';
import { CHORD_BEATS, type Sketch } from './lines.ts';
import { perform, type Performance } from './perform.ts';
import { record } from './room.ts';
import { RATE, render, type Sample } from './sampler.ts';

/** What was played, and what the network heard. */
export interface Piece extends Performance {
	readonly name: string;
	readonly instrument: string;
	readonly source: string;
	readonly profile: Profile;
	readonly activations: ByteActivations;
	/** Seconds by which its onsets may be off, when they were not measured; its ends are then unknown. */
	readonly tolerance?: number;
	/** How much it counts; 1 unless said. */
	readonly weight?: number;
}

/** Longest piece, seconds. */
const SECONDS = 32;

/** Makes what is not in `folder` yet, and reads all of it. */
export async function corpus(folder: string, pieces: number, sources: Sources): Promise<Piece[]> {
	mkdirSync(folder, { recursive: true });
	const all: Piece[] = [];
	const total = INSTRUMENTS.reduce((sum, { share }) => sum + share, 0);
	let ear: Engine | undefined;
	for (const [i, instrument] of INSTRUMENTS.entries()) {
		const count = Math.max(2, Math.round((pieces * instrument.share) / total));
		let samples: readonly Sample[] | undefined;
		for (let n = 0; n < count; n++) {
			const name = `${instrument.name.replaceAll(/\W+/g, '-')}-${n}`;
			const file = join(folder, name);
			if (!existsSync(`${file}.json`)) {
				samples ??= await instrument.load(sources);
				ear ??= await openEar();
				await make(file, instrument, samples, ear, chanceOf(7919 * (i + 1) + n));
			}
			all.push(read(file, name, instrument));
		}
		console.log(`${instrument.name}: ${count} pieces`);
	}
	await ear?.dispose();
	return all;
}

async function make(
	file: string,
	instrument: Instrument,
	samples: readonly Sample[],
	ear: Engine,
	chance: Chance
): Promise<void> {
	const played = within(perform(chance, sketch(chance, instrument), instrument.manner));
	const dry = render(chance, samples, instrument.touch, played);
	const sound = coded(chance, record(chance, dry.subarray(0, Math.ceil(played.seconds * RATE))));
	const { activations } = await listen(inOneGo(sound), { engine: ear });
	writeActivations(`${file}.act`, activations);
	writeFileSync(`${file}.json`, JSON.stringify(played));
}

function read(
	file: string,
	name: string,
	{ name: instrument, source, profile }: Instrument
): Piece {
	const played = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as Performance;
	const activations = readActivations(`${file}.act`);
	return { ...played, name, instrument, source, profile, activations };
}

export function writeActivations(path: string, activations: Activations): void {
	const { frames, note, onset, contour } = activations;
	const bytes = new Uint8Array(frames * (2 * KEYS + CONTOUR_BINS));
	bytes.set(note);
	bytes.set(onset, frames * KEYS);
	bytes.set(contour, 2 * frames * KEYS);
	writeFileSync(path, bytes);
}

export function readActivations(path: string): ByteActivations {
	const bytes = new Uint8Array(readFileSync(path));
	const frames = bytes.length / (2 * KEYS + CONTOUR_BINS);
	return {
		frames,
		note: bytes.subarray(0, frames * KEYS),
		onset: bytes.subarray(frames * KEYS, 2 * frames * KEYS),
		contour: bytes.subarray(2 * frames * KEYS)
	};
}

/** Two to four textures after one another, moved into the instrument's range. */
function sketch(chance: Chance, { textures, low, high }: Instrument): Sketch[] {
	const notes: Sketch[] = [];
	let beat = 0;
	for (let part = chance.whole(2, 4); part > 0; part--) {
		const halfBars = chance.pick([8, 8, 12, 16]);
		const shift = chance.pick([0, 0, 0, -12, 12, -5, 5]);
		for (const note of chance.pick(textures)(chance, harmony(chance, halfBars))) {
			let pitch = note.pitch + shift;
			while (pitch < low) pitch += 12;
			while (pitch > high) pitch -= 12;
			notes.push({ ...note, pitch, beat: note.beat + beat });
		}
		beat += halfBars * CHORD_BEATS;
	}
	return notes;
}

/** The first half minute. */
function within({ notes, pedal, seconds }: Performance): Performance {
	const kept = notes.filter(({ end }) => end < SECONDS);
	return { notes: kept, pedal, seconds: Math.min(seconds, SECONDS + 0.5) };
}

/** `delay`: samples before the sound that the format, written to a pipe, cannot tell of. */
const CODECS = [
	{ format: 'mp3', codec: 'libmp3lame', rate: '64k', delay: 1105 },
	{ format: 'mp3', codec: 'libmp3lame', rate: '40k', delay: 1105 },
	{ format: 'ogg', codec: 'libvorbis', rate: '48k', delay: 0 }
] as const;

/** A quarter of the pieces pass through a lossy codec. */
export function coded(chance: Chance, sound: Float32Array): Float32Array {
	if (!chance.maybe(0.25)) return sound;
	const { format, codec, rate, delay } = chance.pick(CODECS);
	const raw = ['-f', 'f32le', '-ar', `${RATE}`, '-ac', '1'];
	const run = (args: readonly string[], input: Buffer): Buffer => {
		const { status, stdout } = spawnSync('ffmpeg', ['-v', 'error', ...args, '-'], {
			input,
			maxBuffer: 2 ** 26
		});
		if (status !== 0) throw new Error(`ffmpeg cannot write ${format}`);
		return stdout;
	};
	const file = run(
		[...raw, '-i', '-', '-c:a', codec, '-b:a', rate, '-f', format],
		Buffer.from(sound.buffer, sound.byteOffset, sound.byteLength)
	);
	const heard = run(['-f', format, '-i', '-', ...raw], file);
	return new Float32Array(new Uint8Array(heard).buffer).subarray(delay);
}

export async function* inOneGo(sound: Float32Array): AsyncGenerator<Float32Array> {
	yield sound;
}
