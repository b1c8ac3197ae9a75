import { describe, expect, test } from 'vitest';
import { pitch, type Pitch, type WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { finger } from '#music/tab/fingering.ts';
import { positionsOf } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { tabOf } from '#music/tab/instruments.ts';
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

	test('rolls on a banjo with the open fifth string, and frets it only beyond its own nut', () => {
		const banjo = tabOf('banjo', { tuning: null, capo: 0 })!;

		expect(play('[G3 B3 D4 G4]', banjo)).toBe('3:0 2:0 1:0 5:0');
		expect(play('G4 D4 B3 D4 G4', banjo)).toBe('5:0 1:0 2:0 1:0 5:0');
		expect(positionsOf(pitchOf('A4'), banjo)).toContainEqual({ string: 5, fret: 7 });
	});

	test('plays a note where a person wants it, and the notes around it near there', () => {
		const notes = phrase('C4 D4 E4 F4 G4').map((n, played) => ({ ...n, played }));
		const pins = new Map([[2, { string: 3, fret: 9 }]]);

		const positions = finger(notes, GUITAR, pins);

		expect(positions[2]).toEqual({ string: 3, fret: 9 });
		expect(Math.min(...positions.map((p) => p!.fret))).toBeGreaterThanOrEqual(5);
	});

	test('passes over a choice that does not sound the note', () => {
		const notes = phrase('C4');

		expect(told(finger(notes, GUITAR, new Map([[0, { string: 2, fret: 3 }]])))).toBe('2:1');
	});

	test('does not follow a doubtful octave up the neck', () => {
		const sure = phrase('C4 E4 G4 E5 C4 E4 G4 E4');
		const doubting = sure.map((n) => (n.pitch === pitchOf('E5') ? { ...n, confidence: 0.5 } : n));
		const frets = (notes: readonly WrittenNote[]) =>
			finger(notes, GUITAR).flatMap((p, i) => (i === 3 ? [] : [p!.fret]));

		expect(Math.max(...frets(doubting))).toBeLessThanOrEqual(3);
		expect(Math.max(...frets(doubting))).toBeLessThan(Math.max(...frets(sure)));
	});

	test('gives a doubtful note up rather than stretch for it', () => {
		const chord = phrase('[C3 E3 G3 C4 E5]');
		const doubting = chord.map((n) => (n.pitch === pitchOf('E5') ? { ...n, confidence: 0.5 } : n));

		expect(told(finger(doubting, GUITAR))).toBe('5:3 4:2 3:0 2:1 –');
	});

	test('has nothing to say about silence', () => {
		expect(finger([], GUITAR)).toEqual([]);
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
