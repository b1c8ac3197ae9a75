/**
 * Which flags are joined into beams: by beat, so that the beat is seen. A rest
 * ends a beam, and so does the edge of a tuplet.
 */
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import type { Chord, Event, Voice } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

export type BeamKind = 'begin' | 'continue' | 'end' | 'forward hook' | 'backward hook';

/** Chords that share a beam, two or more. */
type BeamGroup = readonly Chord[];

/** Flags of a note value: an eighth has one. */
const flags = ({ value }: Chord): number => Math.max(0, Math.log2(value.base) - 2);

/** The beams of one voice of a bar that begins at `barStart`. */
export function beamGroups(
	{ events }: Voice,
	barStart: number,
	{ beatTicks }: BeatMap
): readonly BeamGroup[] {
	// Where the beat is an eighth (5/8) or a half (2/2), quarters still show the rhythm best.
	const span =
		beatTicks % (PPQ / 2) === 0 && beatTicks > PPQ && beatTicks < 2 * PPQ ? beatTicks : PPQ;
	const groups: Chord[][] = [];
	let before: Event | undefined;
	for (const event of events) {
		if (event.kind === 'chord' && flags(event) > 0) {
			const beat = Math.floor((event.start - barStart) / span);
			const joins =
				before?.kind === 'chord' &&
				flags(before) > 0 &&
				Math.floor((before.start - barStart) / span) === beat &&
				before.value.tuplet?.group === event.value.tuplet?.group;
			if (joins) groups.at(-1)!.push(event);
			else groups.push([event]);
		}
		before = event;
	}
	return groups.filter((group) => group.length > 1);
}

/** For each chord of a group: its beams, the outermost (eighth) first. */
export function beamsOf(group: BeamGroup): readonly (readonly BeamKind[])[] {
	const counts = group.map(flags);
	return counts.map((count, i) =>
		Array.from({ length: count }, (_, level): BeamKind => {
			const back = i > 0 && counts[i - 1]! > level;
			const on = i + 1 < counts.length && counts[i + 1]! > level;
			if (back && on) return 'continue';
			if (back) return 'end';
			if (on) return 'begin';
			return i === 0 ? 'forward hook' : 'backward hook';
		})
	);
}
