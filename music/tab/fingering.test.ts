import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pitch, type Pitch, type WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { finger } from '#music/tab/fingering.ts';
import { LAST_FRET, positionsOf } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { widestStretch } from '#music/tab/shapes.ts';
import { STANDARD_GUITAR, TUNINGS } from '#music/tab/tuning.ts';
import { PPQ, ticks } from '#music/time.ts';

const GUITAR: TabStaff = { tuning: STANDARD_GUITAR, capo: 0 };

const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 } as const;

function pitchOf(name: string): Pitch {
	const [, step, sign = '', octave] = /^([A-G])([#b]?)(\d)$/.exec(name)!;
	const alter = sign === '#' ? 1 : sign === 'b' ? -1 : 0;
	return pitch(SEMITONES[step as keyof typeof SEMITONES] + alter + 12 * (Number(octave) + 1));
}

const note = (pitch: Pitch, start: number, length: number): WrittenNote => ({
	pitch,
	start: ticks(start),
	length: ticks(length),
	level: 0.5,
	played: 0
});

/** `E4 F4 [C3 E3 G3]`: a group a quarter, each a quarter long (or `C3~4`: four). */
function phrase(text: string): readonly WrittenNote[] {
	return text.match(/\[[^\]]+\]|\S+/g)!.flatMap((group, beat) =>
		group
			.replace(/[[\]]/g, '')
			.split(' ')
			.map((word) => {
				const [name = '', quarters = '1'] = word.split('~');
				return note(pitchOf(name), beat * PPQ, Number(quarters) * PPQ);
			})
	);
}

const told = (positions: readonly (Position | null)[]): string =>
	positions.map((p) => (p === null ? '–' : `${p.string}:${p.fret}`)).join(' ');
const play = (text: string, tab = GUITAR): string => told(finger(phrase(text), tab));

describe('finger', () => {
	test.each([
		['C major', '[C3 E3 G3 C4 E4]', '5:3 4:2 3:0 2:1 1:0'],
		['G major', '[G2 B2 D3 G3 B3 G4]', '6:3 5:2 4:0 3:0 2:0 1:3'],
		['F major with its barre', '[F2 C3 F3 A3 C4 F4]', '6:1 5:3 4:3 3:2 2:1 1:1'],
		['a dominant ninth under a flat ring finger', '[B2 F3 B3 D#4 G#4]', '5:2 4:3 3:4 2:4 1:4'],
		['E minor', '[E2 B2 E3 G3 B3 E4]', '6:0 5:2 4:2 3:0 2:0 1:0']
	])('holds %s as every player does', (_, chord, expected) => {
		expect(play(chord)).toBe(expected);
	});

	test('plays a first-position melody in first position', () => {
		expect(play('C3 D3 E3 F3 G3 A3 B3 C4')).toBe('5:3 4:0 4:2 4:3 3:0 3:2 2:0 2:1');
	});

	test('stays in one position high on the neck', () => {
		const frets = finger(phrase('A4 B4 C5 D5 E5 D5 C5 B4'), GUITAR).map((p) => p!.fret);

		expect(Math.max(...frets) - Math.min(...frets)).toBeLessThanOrEqual(7);
		expect(Math.min(...frets)).toBeGreaterThanOrEqual(5);
	});

	test('lets a bass note ring under the melody', () => {
		const [bass, ...melody] = finger(phrase('G2~4 B3 D4 G4'), GUITAR);

		expect(melody.map((p) => p!.string)).not.toContain(bass!.string);
	});

	test('counts frets from the capo', () => {
		expect(play('[D3 F#3 A3 D4 F#4]', { ...GUITAR, capo: 2 })).toBe('5:3 4:2 3:0 2:1 1:0');
	});

	test('leaves out what no string has, and plays the rest', () => {
		expect(play('[C2 E2 E4]')).toBe('– 6:0 1:0');
	});

	test('gives up inner notes of a chord that has too many, and keeps its bass and top', () => {
		const cluster = finger(phrase('[E2 F2 F#2 G2 G#2 A2 Bb2 E4]'), GUITAR);

		expect(cluster.at(0)).not.toBeNull();
		expect(cluster.at(-1)).not.toBeNull();
	});

	test('plays a re-entrant ukulele', () => {
		const tuning = TUNINGS.find(({ id }) => id === 'ukulele')!.strings;

		expect(play('[G4 C4 E4 C5]', { tuning, capo: 0 })).toBe('4:0 3:0 2:0 1:3');
	});

	test('has nothing to say about silence', () => {
		expect(finger([], GUITAR)).toEqual([]);
	});
});

const tabs = fc.record({
	tuning: fc.constantFrom(...TUNINGS.map(({ strings }) => strings)),
	capo: fc.integer({ min: 0, max: 7 })
});
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

/** Placed notes by onset. */
function grips(
	notes: readonly WrittenNote[],
	positions: readonly (Position | null)[]
): readonly (readonly Position[])[] {
	const byStart = new Map<number, Position[]>();
	for (const [i, position] of positions.entries()) {
		if (position === null) continue;
		const start = notes[i]!.start;
		byStart.set(start, [...(byStart.get(start) ?? []), position]);
	}
	return [...byStart.values()];
}

/** The most notes of a chord that can be held at once, by trying everything. */
function most(pitches: readonly Pitch[], tab: TabStaff): number {
	const search = (i: number, held: readonly Position[]): number => {
		const frets = held.map(({ fret }) => fret).filter((fret) => fret > 0);
		const low = Math.min(...frets);
		if (frets.length > 0 && Math.max(...frets) - low > widestStretch(low + tab.capo)) return 0;
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
	test('every position sounds its note, on a fret the neck has', () => {
		fc.assert(
			fc.property(music, tabs, (drawn, tab) => {
				const notes = notesFrom(drawn);
				for (const [i, position] of finger(notes, tab).entries()) {
					if (position === null) continue;
					const { string, fret } = position;
					expect(fret).toBeGreaterThanOrEqual(0);
					expect(fret + tab.capo).toBeLessThanOrEqual(LAST_FRET);
					expect(tab.tuning[string - 1]! + tab.capo + fret).toBe(notes[i]!.pitch);
				}
			})
		);
	});

	test('no string sounds two notes at once, and no hand is stretched too far', () => {
		fc.assert(
			fc.property(music, tabs, (drawn, tab) => {
				const notes = notesFrom(drawn);
				for (const grip of grips(notes, finger(notes, tab))) {
					expect(new Set(grip.map(({ string }) => string)).size).toBe(grip.length);
					const frets = grip.map(({ fret }) => fret).filter((fret) => fret > 0);
					const low = Math.min(...frets);
					if (frets.length === 0) continue;
					expect(Math.max(...frets) - low).toBeLessThanOrEqual(low + tab.capo < 7 ? 4 : 5);
				}
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

test('fingers fifty thousand notes in a few seconds', { timeout: 30_000 }, () => {
	const scale = ['E3', 'G3', 'A3', 'B3', 'D4', 'E4', 'G4', 'A4', 'B4', 'D5'].map(pitchOf);
	const notes = Array.from({ length: 50_000 }, (_, i) =>
		note(scale[(i * 7 + (i >> 3)) % scale.length]!, i * 240, 480)
	);

	const positions = finger(notes, GUITAR);

	expect(positions.every((position) => position !== null)).toBe(true);
});
