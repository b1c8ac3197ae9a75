/** The published note decoder against its original: on its own recording, and on any activations at all. */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import { hear } from '#models/hear.ts';
import { DEFAULT_HEARING, PUBLISHED_HEARING, type HearSettings } from '#music/settings.ts';
import { decodeAsPublished } from '#tests/support/published-decoder.ts';

const A4 = 48;

/** The published decoder with thresholds of our own. */
const PLAIN: HearSettings = { ...DEFAULT_HEARING, decoder: 'published' };

describe('hearing notes by plain thresholds', () => {
	test('hears a held key as one note from its onset to its end', () => {
		const [note, ...others] = hear(played({ key: A4, from: 20, to: 60 }), PLAIN);

		expect(note).toMatchObject({ pitch: 69, start: frameTime(20), end: frameTime(60) });
		expect(note!.level).toBeCloseTo(0.9);
		expect(others).toEqual([]);
	});

	test('hears a key struck again as two notes', () => {
		const twice = played({ key: A4, from: 20, to: 40 }, { key: A4, from: 40, to: 60 });

		expect(hear(twice, PLAIN).map((note) => note.start)).toEqual([frameTime(20), frameTime(40)]);
	});

	test('hears a note whose onset the network missed, when it rises', () => {
		const swell = played({ key: A4, from: 20, to: 60, onset: 0 }, { key: 10, from: 90, to: 120 });

		expect(hear(swell, PLAIN).map((note) => note.pitch)).toEqual([69, 31]);
		expect(hear(swell, { ...PLAIN, inferOnsets: false })).toHaveLength(1);
	});

	test('drops what is shorter than the least length', () => {
		const short = played({ key: A4, from: 20, to: 28 });

		expect(hear(short, { ...PLAIN, minNoteMs: 80 })).toHaveLength(1);
		expect(hear(short, { ...PLAIN, minNoteMs: 100 })).toHaveLength(0);
	});

	test('hears only between the lowest and the highest frequency', () => {
		const wide = played({ key: 10, from: 20, to: 60 }, { key: A4, from: 20, to: 60 });
		const pitches = (limits: Partial<HearSettings>) =>
			hear(wide, { ...PLAIN, ...limits }).map((note) => note.pitch);

		expect(pitches({})).toEqual([31, 69]);
		expect(pitches({ minHz: 100 })).toEqual([69]);
		expect(pitches({ maxHz: 300 })).toEqual([31]);
		expect(pitches({ maxHz: 30_000, minHz: 1 })).toEqual([31, 69]);
	});

	test('follows a bend in semitones', () => {
		const bent = played({ key: A4, from: 20, to: 60 });
		for (let frame = 40; frame < 60; frame++) {
			(bent.contour as Float32Array).fill(0, frame * CONTOUR_BINS, (frame + 1) * CONTOUR_BINS);
			(bent.contour as Float32Array)[frame * CONTOUR_BINS + A4 * 3 + 3] = 0.9;
		}

		const bends = hear(bent, PLAIN)[0]!.bends!;
		expect(bends.slice(0, 20)).toEqual(new Array(20).fill(0));
		expect(bends.slice(20)).toEqual(new Array(20).fill(1));
		expect(hear(bent, { ...PLAIN, bends: false })[0]).not.toHaveProperty('bends');
	});

	test('hears the note that a recording begins with', () => {
		const tightlyCut = played({ key: A4, from: 0, to: 60 }, { key: A4 + 3, from: 60, to: 120 });

		expect(hear(tightlyCut, PLAIN).map((note) => note.pitch)).toEqual([69, 72]);
	});

	test('hears nothing in nothing', () => {
		expect(hear(empty(0), PUBLISHED_HEARING)).toEqual([]);
		expect(hear(empty(300), PUBLISHED_HEARING)).toEqual([]);
	});

	test('finds exactly the notes of the published decoder, but for one that the recording begins with', () => {
		fc.assert(
			fc.property(blobs, settings, (shape, knobs) => {
				const activations = activationsLikeMusic(shape);
				const expected = decodeAsPublished(activations, knobs, 5)
					.sort((a, b) => a[0] - b[0] || a[2] - b[2])
					.map(([start, end, key]) => [frameTime(start), frameTime(end), key + 21]);

				const found = hear(activations, { ...knobs, minNoteMs: 58 });
				expect(found.map((note) => [note.start, note.end, note.pitch])).toEqual(expected);
			}),
			{ numRuns: 60 }
		);
	});
});

const REFERENCE = '../shared/reference/basic-pitch';

describe.skipIf(!existsSync(REFERENCE))('against the notes of the published package', () => {
	const floats = (name: string) =>
		new Float32Array(new Uint8Array(readFileSync(`${REFERENCE}/vocadito_10.${name}.f32`)).buffer);
	const published: Activations = {
		frames: 787,
		note: existsSync(REFERENCE) ? floats('note') : new Float32Array(),
		onset: existsSync(REFERENCE) ? floats('onset') : new Float32Array(),
		contour: existsSync(REFERENCE) ? floats('contour') : new Float32Array()
	};

	test.each([
		['floats', published],
		['bytes', bytes(published)]
	])('hears every note of the sung reference, and no other, from %s', (_, activations) => {
		const { notes } = JSON.parse(readFileSync(`${REFERENCE}/vocadito_10.notes.json`, 'utf8')) as {
			notes: [start: number, end: number, pitch: number, level: number, bends: number[]][];
		};
		const heard = hear(activations, PUBLISHED_HEARING);

		expect(heard.map((note) => note.pitch)).toEqual(notes.map((note) => note[2]));
		heard.forEach((note, i) => {
			expect(Math.abs(note.start - notes[i]![0])).toBeLessThan(0.025);
			expect(Math.abs(note.end - notes[i]![1])).toBeLessThan(0.025);
			expect(note.level).toBeCloseTo(notes[i]![3], 2);
		});
	});
});

interface Held {
	readonly key: number;
	readonly from: number;
	readonly to: number;
	readonly onset?: number;
}

function empty(frames: number): Activations {
	return {
		frames,
		note: new Float32Array(frames * KEYS),
		onset: new Float32Array(frames * KEYS),
		contour: new Float32Array(frames * CONTOUR_BINS)
	};
}

/** Two seconds in which these keys are held. */
function played(...keys: readonly Held[]): Activations {
	const activations = empty(172);
	for (const { key, from, to, onset = 0.9 } of keys) {
		(activations.onset as Float32Array)[from * KEYS + key] = onset;
		for (let frame = from; frame < to; frame++) {
			(activations.note as Float32Array)[frame * KEYS + key] = 0.9;
			(activations.contour as Float32Array)[frame * CONTOUR_BINS + key * 3] = 0.9;
		}
	}
	return activations;
}

function bytes(activations: Activations): Activations {
	const round = (values: ArrayLike<number>) =>
		Uint8Array.from(values, (value) => Math.round(value * 255));
	return {
		frames: activations.frames,
		note: round(activations.note),
		onset: round(activations.onset),
		contour: round(activations.contour)
	};
}

const blobs = fc.record({
	frames: fc.integer({ min: 3, max: 90 }),
	seed: fc.integer({ min: 1, max: 2 ** 30 }),
	density: fc.double({ min: 0.05, max: 0.9, noNaN: true })
});

/** Blobs of random strength over noise: many overlaps, gaps and near misses. */
function activationsLikeMusic(shape: {
	frames: number;
	seed: number;
	density: number;
}): Activations {
	const activations = empty(shape.frames);
	let state = shape.seed;
	const random = () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
	const held = new Float32Array(KEYS);
	for (let cell = 0; cell < shape.frames * KEYS; cell++) {
		const key = cell % KEYS;
		if (random() < 0.08) held[key] = random() < shape.density ? random() : 0;
		(activations.note as Float32Array)[cell] = Math.min(1, held[key]! + 0.1 * random());
		const onset = random() < 0.1 ? random() : 0.1 * random();
		(activations.onset as Float32Array)[cell] = cell < KEYS ? 0 : onset;
	}
	return activations;
}

const settings = fc.record({
	decoder: fc.constant('published' as const),
	profile: fc.constant(null),
	least: fc.constant(0.5),
	onset: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
	frame: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
	minNoteMs: fc.constant(58),
	minHz: fc.constant(null),
	maxHz: fc.constant(null),
	melodia: fc.boolean(),
	inferOnsets: fc.boolean(),
	energyTolerance: fc.integer({ min: 1, max: 15 }),
	bends: fc.constant(false)
});
