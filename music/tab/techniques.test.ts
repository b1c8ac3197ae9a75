import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pitch, type PlayedNote, type WrittenNote } from '#music/note.ts';
import type { Technique } from '#music/score/score.ts';
import { findTechniques } from '#music/tab/techniques.ts';
import type { Position } from '#music/tab/position.ts';
import { seconds, ticks } from '#music/time.ts';

const FRAME = 256 / 22050;
/** The ear places every pitch of these recordings a third of a semitone high. */
const DETUNED = 1 / 3;

type Line = (seconds: number) => number;
const still: Line = () => 0;

/** A note whose pitch moves as `line` says (semitones, by seconds since it began), in the ear's thirds. */
function heard(midi: number, start: number, length: number, line = still, level = 0.6): PlayedNote {
	const frames = Math.round(length / FRAME);
	return {
		pitch: pitch(midi),
		start: seconds(start),
		end: seconds(start + frames * FRAME),
		level,
		bends: Array.from(
			{ length: frames },
			(_, i) => Math.round(3 * line((i + 0.5) * FRAME)) / 3 + DETUNED
		)
	};
}

/** Positions by string and fret: `3:7 3:9`. */
function techniques(
	notes: readonly PlayedNote[],
	places: string
): readonly (readonly Technique[])[] {
	const positions = places.split(' ').map((place): Position => {
		const [string, fret] = place.split(':').map(Number);
		return { string: string!, fret: fret! };
	});
	// Long and still, so that the tuning of the recording is known.
	const drone = heard(40, 60, 4);
	const all = [...notes, drone];
	const written = all.map((note, played): WrittenNote => ({
		pitch: note.pitch,
		start: ticks(Math.round(note.start * 1920)),
		length: ticks(Math.max(1, Math.round((note.end - note.start) * 1920))),
		level: note.level,
		played
	}));
	return findTechniques(written, [...positions, { string: 6, fret: 0 }], all).slice(0, -1);
}

/** From 0 to `to`, between the two times. */
const rise =
	(to: number, from: number, until: number): Line =>
	(t) =>
		to * Math.min(1, Math.max(0, (t - from) / (until - from)));

describe('findTechniques', () => {
	test.each([0.67, 1, 2, 3])('a string bent by %f semitones and held is a bend', (semitones) => {
		const [found] = techniques([heard(64, 0, 0.8, rise(semitones, 0.15, 0.3))], '2:5');

		expect(found).toEqual([
			{ kind: 'bend', semitones: Math.round(2 * semitones) / 2, release: false }
		]);
	});

	test('a bend that comes back is released', () => {
		const there = rise(2, 0.15, 0.3);
		const back = rise(2, 0.5, 0.65);
		const [found] = techniques([heard(64, 0, 1, (t) => there(t) - back(t))], '2:5');

		expect(found).toEqual([{ kind: 'bend', semitones: 2, release: true }]);
	});

	test.each([5, 6, 7])('a pitch that swings %i times a second is vibrato', (hertz) => {
		const swing: Line = (t) => 0.3 * Math.sin(2 * Math.PI * hertz * t);

		expect(techniques([heard(64, 0, 1, swing)], '2:5')).toEqual([[{ kind: 'vibrato' }]]);
	});

	test('slow drifting, a trembling of two frames and a still note are nothing', () => {
		const drift: Line = (t) => 0.3 * Math.sin(2 * Math.PI * 1.5 * t);
		const tremble: Line = (t) => 0.3 * Math.sin(2 * Math.PI * 20 * t);
		const notes = [drift, tremble, still].map((line, i) => heard(64, 2 * i, 1, line));

		expect(techniques(notes, '2:5 2:5 2:5')).toEqual([[], [], []]);
	});

	test('the tail of the note before, and a jump to another note, are not bends', () => {
		const tail: Line = (t) => (t < 0.03 ? 1 : 0);
		const jump: Line = (t) => (t > 0.4 ? 2 : 0);

		expect(techniques([heard(64, 0, 0.8, tail), heard(64, 1, 0.8, jump)], '2:5 2:5')).toEqual([
			[],
			[]
		]);
	});

	test('nobody bends an open string, or one note of a chord', () => {
		const bent = rise(2, 0.15, 0.3);

		expect(techniques([heard(64, 0, 0.8, bent)], '1:0')).toEqual([[]]);
		expect(techniques([heard(64, 0, 0.8, bent), heard(67, 0, 0.8)], '2:5 1:3')).toEqual([[], []]);
	});

	test('a softer note without a gap, higher or lower on the string, is hammered or pulled', () => {
		const up = [heard(57, 0, 0.2), heard(59, 0.2, 0.3, still, 0.4)];
		const down = [heard(59, 0, 0.2), heard(57, 0.2, 0.3, still, 0.4)];

		expect(techniques(up, '3:2 3:4')).toEqual([[{ kind: 'hammer-on' }], []]);
		expect(techniques(down, '3:4 3:2')).toEqual([[{ kind: 'pull-off' }], []]);
		expect(techniques(down, '3:4 3:0')).toEqual([[{ kind: 'pull-off' }], []]);
	});

	test('a note that is struck anew, late, or on another string is not slurred', () => {
		const first = heard(57, 0, 0.2);

		expect(techniques([first, heard(59, 0.2, 0.3)], '3:2 3:4')).toEqual([[], []]);
		expect(techniques([first, heard(59, 0.3, 0.3, still, 0.4)], '3:2 3:4')).toEqual([[], []]);
		expect(techniques([first, heard(59, 0.2, 0.3, still, 0.4)], '3:2 2:0')).toEqual([[], []]);
		expect(techniques([first, heard(64, 0.2, 0.3, still, 0.4)], '3:2 3:9')).toEqual([[], []]);
	});

	test('a pitch that glides on its way to the next fret is a slide', () => {
		const notes = [
			heard(57, 0, 0.3, rise(1, 0.25, 0.3)),
			heard(59, 0.302, 0.4, (t) => Math.min(0, -1 + t / 0.03))
		];

		expect(techniques(notes, '3:2 3:4')).toEqual([[{ kind: 'slide' }], []]);
	});

	test('whatever the contour, a bend is between half a semitone and three, and slurs are on one string', () => {
		const notes = fc.array(
			fc.record({
				midi: fc.integer({ min: 50, max: 70 }),
				bends: fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 40 }),
				level: fc.double({ min: 0, max: 1, noNaN: true }),
				gap: fc.double({ min: 0, max: 0.1, noNaN: true })
			}),
			{ minLength: 1, maxLength: 12 }
		);
		fc.assert(
			fc.property(notes, (drawn) => {
				let time = 0;
				const played = drawn.map(({ midi, bends, level, gap }) => {
					const start = time + gap;
					time = start + bends.length * FRAME;
					const thirds = bends.map((b) => b / 3);
					return { ...heard(midi, start, 0), end: seconds(time), level, bends: thirds };
				});
				const places = played.map((note) => `4:${note.pitch - 50}`).join(' ');

				for (const technique of techniques(played, places).flat()) {
					if (technique.kind !== 'bend') continue;
					expect(technique.semitones).toBeGreaterThanOrEqual(0.5);
					expect(technique.semitones).toBeLessThanOrEqual(3);
				}
			})
		);
	});
});
