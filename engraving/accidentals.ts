/**
 * Which accidentals are printed. A sign holds for its line until the bar ends;
 * a note tied over the bar line keeps its pitch without a new sign, and does not
 * alter the line for the notes after it.
 */
import type { Bar, Chord, ChordNote } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';

/** VexFlow's names. */
export type Sign = 'bb' | 'b' | 'n' | '#' | '##';

const SIGNS: Record<ChordNote['spelling']['alter'], Sign> = {
	[-2]: 'bb',
	[-1]: 'b',
	0: 'n',
	1: '#',
	2: '##'
};

const SHARP_ORDER = 'FCGDAEB';

/** What the signature makes of a step: −1, 0 or 1. */
function signature(key: Key, step: string): number {
	const place = SHARP_ORDER.indexOf(step);
	if (key.fifths > 0) return place < key.fifths ? 1 : 0;
	return 6 - place < -key.fifths ? -1 : 0;
}

/** The printed sign of each note that has one. */
export function accidentalsOf(bar: Bar): ReadonlyMap<ChordNote, Sign> {
	const signs = new Map<ChordNote, Sign>();
	for (const staff of [0, 1]) {
		const inForce = new Map<string, number>();
		for (const chord of chordsInTime(bar, staff)) {
			for (const note of [...(chord.grace ?? []), ...chord.notes]) {
				const { step, octave, alter } = note.spelling;
				const line = `${step}${octave}`;
				if (note.tieBack && chord.start === bar.start) continue;
				if ((inForce.get(line) ?? signature(bar.key, step)) !== alter)
					signs.set(note, SIGNS[alter]);
				inForce.set(line, alter);
			}
		}
	}
	return signs;
}

const chordsInTime = (bar: Bar, staff: number): Chord[] =>
	bar.voices
		.filter((voice) => voice.staff === staff)
		.flatMap((voice) => voice.events)
		.filter((event) => event.kind === 'chord')
		.sort((a, b) => a.start - b.start);
