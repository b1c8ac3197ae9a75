/**
 * Which notes of a bar show an accidental: one whose step, at its octave, was
 * last something else in this bar (or in the key). A tied note shows none.
 */
import type { Bar, ChordNote, Event, Spelling, Voice } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';

const SHARPS = 'FCGDAEB';
const NAMES = ['flat-flat', 'flat', 'natural', 'sharp', 'double-sharp'] as const;

export type Accidental = (typeof NAMES)[number];

/** Every note of the bar that shows one. Both voices of a staff see each other's accidentals. */
export function accidentalsOf(bar: Bar): ReadonlyMap<ChordNote, Accidental> {
	const shown = new Map<ChordNote, Accidental>();
	const signed = new Map<string, number>();
	for (const { staff, event } of inTime(bar.voices)) {
		if (event.kind === 'rest') continue;
		for (const note of [...(event.grace ?? []), ...event.notes]) {
			if (note.tieBack) continue;
			const { step, alter, octave } = note.spelling;
			const line = `${staff}${step}${octave}`;
			if ((signed.get(line) ?? inKey(step, bar.key)) !== alter) shown.set(note, NAMES[alter + 2]!);
			signed.set(line, alter);
		}
	}
	return shown;
}

function inTime(voices: readonly Voice[]): readonly { staff: number; event: Event }[] {
	return voices
		.flatMap(({ staff, events }) => events.map((event) => ({ staff, event })))
		.sort((a, b) => a.event.start - b.event.start);
}

function inKey(step: Spelling['step'], { fifths }: Key): number {
	const place = SHARPS.indexOf(step);
	if (fifths > 0) return place < fifths ? 1 : 0;
	return 6 - place < -fifths ? -1 : 0;
}
