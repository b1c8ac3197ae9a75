/** Recordings made on the spot, as a file picker hands them over. */
import { wav } from '#tests/support/clicks.ts';

export interface Recording {
	readonly name: string;
	readonly mimeType: string;
	readonly buffer: Buffer;
}

const HERTZ = 22_050;

/** A scale as MIDI numbers, two notes a second. */
export const C_MAJOR: readonly number[] = [60, 62, 64, 65, 67, 69, 71, 72];
export const A_MINOR: readonly number[] = [57, 59, 60, 62, 64, 65, 68, 69];

/** Plucked strings: every harmonic dies away, the higher the sooner. */
export function plucked(name: string, pitches: readonly number[]): Recording {
	const step = HERTZ / 2;
	const samples = new Float32Array((pitches.length + 1) * step);
	pitches.forEach((pitch, i) => {
		const hertz = 440 * 2 ** ((pitch - 69) / 12);
		for (let t = 0; t < 2 * step && i * step + t < samples.length; t++) {
			const seconds = t / HERTZ;
			for (let harmonic = 1; harmonic <= 6; harmonic++) {
				const level = (0.3 / harmonic) * Math.exp(-seconds * (3 + harmonic));
				const at = i * step + t;
				samples[at] = samples[at]! + level * Math.sin(2 * Math.PI * hertz * harmonic * seconds);
			}
		}
	});
	return file(name, wav(samples, { hertz: HERTZ }));
}

/** The same again and again, in one file. */
export function repeated({ name, buffer }: Recording, times: number): Recording {
	const head = Buffer.from(buffer.subarray(0, 44));
	const body = buffer.subarray(44);
	head.writeUInt32LE(36 + times * body.length, 4);
	head.writeUInt32LE(times * body.length, 40);
	return file(name, Buffer.concat([head, ...Array.from({ length: times }, () => body)]));
}

export const silence = (name: string): Recording =>
	file(name, wav(new Float32Array(3 * HERTZ), { hertz: HERTZ }));

export const empty = (name: string): Recording => file(name, new Uint8Array());

export const prose = (name: string): Recording =>
	file(name, new TextEncoder().encode('This is a letter, not a song. '.repeat(200)));

/** The first part of a recording whose header promises all of it. */
export function cutOff(name: string, whole: Recording, share: number): Recording {
	return file(name, whole.buffer.subarray(0, Math.round(whole.buffer.byteLength * share)));
}

const file = (name: string, bytes: Uint8Array): Recording => ({
	name,
	mimeType: name.endsWith('.mp3') ? 'audio/mpeg' : 'audio/wav',
	buffer: Buffer.from(bytes)
});
