/** The notes of a score as they sound: tied symbols are one note again, grace notes come just before theirs. */
import { byStartAndPitch, type Pitch } from '#music/note.ts';
import { GRACE } from '#music/score/grace.ts';
import type { ChordNote, Score, Technique } from '#music/score/score.ts';
import type { Position } from '#music/tab/position.ts';

export interface SoundingNote {
	readonly pitch: Pitch;
	/** Ticks. */
	readonly start: number;
	readonly end: number;
	readonly level: number;
	/** Index in the list of played notes. */
	readonly played: number;
	readonly position: Position | null;
	readonly techniques: readonly Technique[];
	/** A grace note, which has no time of its own on the page. */
	readonly grace: boolean;
}

/** Sorted by start, then pitch. */
export function soundingNotes(score: Score): readonly SoundingNote[] {
	const sounding: SoundingNote[] = [];
	const open = new Map<string, number>();
	for (const bar of score.bars) {
		for (const { staff, voice, events } of bar.voices) {
			for (const event of events) {
				if (event.kind === 'rest') continue;
				const { grace = [] } = event;
				for (const [i, note] of grace.entries()) {
					const from = Math.max(0, event.start - GRACE * (grace.length - i));
					sounding.push({ ...begin(note, from, from + GRACE), grace: true });
				}
				for (const note of event.notes) {
					const key = `${staff}.${voice}.${note.pitch}`;
					const end = event.start + event.length;
					const before = note.tieBack ? open.get(key) : undefined;
					const index = before ?? sounding.push(begin(note, event.start, end)) - 1;
					if (before !== undefined) {
						const techniques = joined(sounding[before]!.techniques, note.techniques);
						sounding[before] = { ...sounding[before]!, end, techniques };
					}
					if (note.tieNext) open.set(key, index);
					else open.delete(key);
				}
			}
		}
	}
	return sounding.sort(byStartAndPitch);
}

const begin = (note: ChordNote, start: number, end: number): SoundingNote => ({
	pitch: note.pitch,
	start,
	end,
	level: note.level,
	played: note.played,
	position: note.position,
	techniques: note.techniques ?? [],
	grace: false
});

/** Tied parts tell of one note: what both say is said once. */
const joined = (
	one: readonly Technique[],
	other: readonly Technique[] = []
): readonly Technique[] => [
	...one,
	...other.filter(({ kind }) => !one.some((technique) => technique.kind === kind))
];
