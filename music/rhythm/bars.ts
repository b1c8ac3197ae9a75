/** Groups beats into bars: every plain way to count is judged by what falls on its downbeats and what returns with its bars. */
import type { PlayedNote } from '#music/note.ts';
import { accentsOf, barEvidence, type Grouping } from '#music/rhythm/bar-evidence.ts';
import { BAR_JUDGES } from '#music/rhythm/bar-weights.ts';
import { beatsInBar, isCompound } from '#music/rhythm/count.ts';
import { judge } from '#music/rhythm/judge.ts';
import type { Metre } from '#music/settings.ts';

export interface Bars {
	readonly grouping: Grouping;
	/** The logit of the probability that these are the bars. */
	readonly score: number;
}

const KINDS = [
	{ beats: 2, compound: false },
	{ beats: 3, compound: false },
	{ beats: 4, compound: false },
	{ beats: 5, compound: false },
	{ beats: 2, compound: true },
	{ beats: 3, compound: true },
	{ beats: 4, compound: true }
] as const;

/** Every way to group so many beats, from each place; those of one metre when a person has chosen it. */
export function groupings(count: number, metre: Metre | null): Grouping[] {
	const kinds =
		metre === null ? KINDS : [{ beats: beatsInBar(metre), compound: isCompound(metre) }];
	return kinds.flatMap(({ beats, compound }) =>
		Array.from({ length: Math.min(beats, count) }, (_, downbeat) => ({ beats, compound, downbeat }))
	);
}

export function findBars(
	beats: readonly number[],
	notes: readonly PlayedNote[],
	metre: Metre | null
): Bars {
	const accents = accentsOf(beats, notes);
	return groupings(beats.length, metre)
		.map((grouping) => ({ grouping, score: judge(BAR_JUDGES, barEvidence(accents, grouping)) }))
		.reduce((best, one) => (one.score > best.score ? one : best));
}

/** A beat is a quarter, or in a compound metre a dotted quarter, unless a person has said otherwise. */
export const metreOf = ({ beats, compound }: Grouping): Metre =>
	compound ? { beats: 3 * beats, unit: 8 } : { beats, unit: 4 };
