/** Whatever the music, the tuning and the capo: nothing that a hand cannot do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pitch, type Pitch, type WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { finger } from '#music/tab/fingering.ts';
import { LAST_FRET, positionsOf, soundsAt } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { widestStretch } from '#music/tab/shapes.ts';
import { TUNINGS } from '#music/tab/tuning.ts';
import { PPQ, ticks } from '#music/time.ts';

const note = (pitch: Pitch, start: number, length: number): WrittenNote => ({
	pitch,
	start: ticks(start),
	length: ticks(length),
	level: 0.5,
	played: 0
});

const SIX = [
	...['standard', 'drop-d', 'dadgad', 'ukulele', 'bass-5', 'guitar-8'].map((id) => {
		const { strings } = TUNINGS.find((tuning) => tuning.id === id)!;
		return [id, strings] as const;
	})
];
const CAPOS = [0, 1, 2, 3, 4, 5, 6, 7];
const PIECES = 100;

/** Common tunings, re-entrant and with a short string among them, and whatever a person may string up. */
const tabs: fc.Arbitrary<TabStaff> = fc.record(
	{
		tuning: fc.oneof(
			fc.constantFrom(...TUNINGS.map(({ strings }) => strings)),
			fc.array(fc.integer({ min: 24, max: 76 }).map(pitch), { minLength: 3, maxLength: 12 })
		),
		capo: fc.integer({ min: 0, max: 12 }),
		shortFrom: fc.constant(5)
	},
	{ requiredKeys: ['tuning', 'capo'] }
);
const music = fc.array(
	fc.record({
		pitch: fc.integer({ min: 20, max: 100 }),
		start: fc.integer({ min: 0, max: 20 }),
		length: fc.integer({ min: 1, max: 8 })
	}),
	{ maxLength: 60 }
);
const notesFrom = (drawn: readonly { pitch: number; start: number; length: number }[]) =>
	drawn.map(({ pitch: p, start, length }) => note(pitch(p), start * 240, length * 240));

/** What is wrong with a fingering, in words; empty when it can be played. */
function faults(
	notes: readonly WrittenNote[],
	positions: readonly (Position | null)[],
	tab: TabStaff
): readonly string[] {
	const found: string[] = [];
	for (const [i, position] of positions.entries()) {
		const { pitch: sounds, start } = notes[i]!;
		if (position === null) continue;
		if (position.fret < 0 || position.fret + tab.capo > LAST_FRET)
			found.push(`fret ${position.fret}`);
		if (!soundsAt(sounds, position, tab)) found.push(`${sounds} on ${position.string}`);
		const sounding = [...positions.keys()].filter((n) => {
			const other = notes[n]!;
			return positions[n] !== null && other.start <= start && start < other.start + other.length;
		});
		const strings = sounding.map((n) => positions[n]!.string);
		if (new Set(strings).size < strings.length) found.push(`strings ${strings.join()}`);
		const frets = sounding.map((n) => positions[n]!.fret).filter((fret) => fret > 0);
		const low = Math.min(...frets);
		const span = Math.max(...frets) - low;
		if (span > (low < 7 ? 4 : 5)) found.push(`frets ${frets.join()}`);
	}
	return found;
}

/** The most notes of a chord that can be held at once, by trying everything. */
function most(pitches: readonly Pitch[], tab: TabStaff): number {
	const search = (i: number, held: readonly Position[]): number => {
		const frets = held.map(({ fret }) => fret).filter((fret) => fret > 0);
		const low = Math.min(...frets);
		if (frets.length > 0 && Math.max(...frets) - low > widestStretch(low)) return 0;
		if (i === pitches.length) return held.length;
		const free = positionsOf(pitches[i]!, tab).filter(
			({ string }) => !held.some((other) => other.string === string)
		);
		return Math.max(
			search(i + 1, held),
			...free.map((position) => search(i + 1, [...held, position]))
		);
	};
	return search(0, []);
}

describe('finger, whatever the music', () => {
	test('a hand can play it: frets that exist, a string for each note that sounds, no stretch too far', () => {
		fc.assert(
			fc.property(music, tabs, (drawn, tab) => {
				const notes = notesFrom(drawn);

				expect(faults(notes, finger(notes, tab), tab)).toEqual([]);
			}),
			{ numRuns: 300 }
		);
	});

	test.each(SIX)('a hundred pieces can be played in %s with any capo', (_, tuning) => {
		for (const drawn of fc.sample(music, { numRuns: PIECES, seed: 1 })) {
			const notes = notesFrom(drawn);
			for (const capo of CAPOS) {
				const tab = { tuning, capo };
				expect(faults(notes, finger(notes, tab), tab)).toEqual([]);
			}
		}
	});

	test('what a person has chosen is kept, whatever is around it', () => {
		fc.assert(
			fc.property(music, tabs, fc.nat(), fc.nat(), (drawn, tab, which, where) => {
				const notes = notesFrom(drawn).map((n, played) => ({ ...n, played }));
				const chosen = notes[which % Math.max(1, notes.length)];
				const places = chosen === undefined ? [] : positionsOf(chosen.pitch, tab);
				fc.pre(chosen !== undefined && places.length > 0);
				const alone = notes.filter(
					(n) => n === chosen || n.start + n.length <= chosen.start || n.start > chosen.start
				);
				const pin = places[where % places.length]!;

				const positions = finger(alone, tab, new Map([[chosen.played, pin]]));

				expect(positions[alone.indexOf(chosen)]).toEqual(pin);
				expect(faults(alone, positions, tab)).toEqual([]);
			})
		);
	});

	test('as many notes of a chord are played as a hand can hold', () => {
		const chord = fc.uniqueArray(fc.integer({ min: 36, max: 88 }), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(chord, tabs, (drawn, tab) => {
				const pitches = drawn.map(pitch).sort((a, b) => a - b);
				const positions = finger(
					pitches.map((p) => note(p, 0, PPQ)),
					tab
				);

				expect(positions.filter((p) => p !== null)).toHaveLength(most(pitches, tab));
			})
		);
	});

	test('music written at half the tempo is fingered alike', () => {
		fc.assert(
			fc.property(music, tabs, (drawn, tab) => {
				const slow = drawn.map((n) => ({ ...n, start: 2 * n.start, length: 2 * n.length }));

				expect(finger(notesFrom(slow), tab)).toEqual(finger(notesFrom(drawn), tab));
			})
		);
	});

	test('the order in which notes are listed changes nothing', () => {
		fc.assert(
			fc.property(music, tabs, (drawn, tab) => {
				const unlike = drawn.filter(
					(a, i) => drawn.findIndex((b) => b.start === a.start && b.pitch === a.pitch) === i
				);
				const notes = notesFrom(unlike);
				const forwards = finger(notes, tab);

				expect(finger(notes.toReversed(), tab).toReversed()).toEqual(forwards);
			})
		);
	});
});
