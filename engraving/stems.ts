/** How the voices of one staff share it: stem directions, beams, and the lines their rests stand on. */
import { beamGroups } from '#engraving/beams.ts';
import { lineOf, MIDDLE_LINE } from '#engraving/lines.ts';
import type { Bar, Chord, Event, Rest, Voice } from '#music/score/score.ts';

export type Stem = 1 | -1;

/** Half the height of each rest, in staff spaces. */
const REST_HALF: Record<Rest['value']['base'], number> = {
	1: 0.6,
	2: 0.6,
	4: 1.5,
	8: 1,
	16: 1.6,
	32: 2
};

export interface VoicePlan {
	readonly voice: Voice;
	/** The side a voice keeps to when two share the staff; null when it has the staff to itself. */
	readonly side: Stem | null;
	readonly stems: ReadonlyMap<Chord, Stem>;
	readonly beams: readonly (readonly Chord[])[];
	/** Lines of the chord's notes, lowest first. */
	readonly lines: ReadonlyMap<Chord, readonly number[]>;
	/** The line a visible rest stands on. */
	readonly restLines: ReadonlyMap<Rest, number>;
}

/** The voices of a bar on one staff; a voice in which nothing shows is left out. */
export function voicesOn(staff: number, bar: Bar): readonly VoicePlan[] {
	const clef = bar.clefs[staff]!;
	const shown = bar.voices.filter(
		(voice) => voice.staff === staff && voice.events.some((event) => isShown(event))
	);
	const lines = new Map<Chord, readonly number[]>();
	for (const event of shown.flatMap((voice) => voice.events)) {
		if (event.kind === 'rest') continue;
		const own = event.notes.map((note) => lineOf(note.spelling, clef)).sort((a, b) => a - b);
		lines.set(event, own);
	}
	return shown.map((voice) => {
		const side: Stem | null = shown.length < 2 ? null : voice.voice === 0 ? 1 : -1;
		const beams = beamGroups(voice, bar);
		return {
			voice,
			side,
			beams,
			lines,
			stems: stemsOf(voice, side, beams, lines),
			restLines: restLinesOf(voice, side, shown, lines)
		};
	});
}

const isShown = (event: Event): boolean => event.kind === 'chord' || !event.hidden;

function stemsOf(
	voice: Voice,
	side: Stem | null,
	beams: VoicePlan['beams'],
	lines: VoicePlan['lines']
): ReadonlyMap<Chord, Stem> {
	const stems = new Map<Chord, Stem>();
	for (const event of voice.events) {
		if (event.kind === 'chord') stems.set(event, side ?? stemFor(lines.get(event)!));
	}
	if (side === null) {
		for (const group of beams) {
			const stem = stemFor(group.flatMap((chord) => lines.get(chord)!));
			for (const chord of group) stems.set(chord, stem);
		}
	}
	return stems;
}

/** The note furthest from the middle line decides; on a draw the stem points down. */
function stemFor(lines: readonly number[]): Stem {
	const above = Math.max(...lines) - MIDDLE_LINE;
	const below = MIDDLE_LINE - Math.min(...lines);
	return above >= below ? -1 : 1;
}

/** Alone, a rest stands in the middle; beside another voice it makes way for its notes. */
function restLinesOf(
	voice: Voice,
	side: Stem | null,
	shown: readonly Voice[],
	lines: VoicePlan['lines']
): ReadonlyMap<Rest, number> {
	const restLines = new Map<Rest, number>();
	for (const event of voice.events) {
		if (event.kind === 'chord' || event.hidden) continue;
		// A whole rest hangs from the fourth line.
		const home = event.value.base === 1 || event.wholeBar ? MIDDLE_LINE + 1 : MIDDLE_LINE;
		if (side === null) {
			restLines.set(event, home);
			continue;
		}
		const met = shown
			.filter((other) => other !== voice)
			.flatMap((other) => other.events)
			.filter((other) => other.kind === 'chord')
			.filter((other) => other.start < event.start + event.length)
			.filter((other) => other.start + other.length > event.start)
			.flatMap((other) => lines.get(other)!);
		const distance = REST_HALF[event.value.base] + 0.8;
		const clear = side > 0 ? Math.max(3, ...met) + distance : Math.min(3, ...met) - distance;
		const away = side > 0 ? Math.ceil(clear) : Math.floor(clear);
		restLines.set(event, home === MIDDLE_LINE ? away : away + (side > 0 ? 1 : 0));
	}
	return restLines;
}
