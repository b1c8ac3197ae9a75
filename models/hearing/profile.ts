/** What an instrument can play, and which one is heard. */
import type { Profile } from '#music/settings.ts';
import type { Judged } from './judged.ts';
import { judgeProfile } from './judges.ts';
import { probability } from './network.ts';
import { statisticsOf } from './statistics.ts';

interface Limits {
	/** MIDI numbers, both included. */
	readonly lowest: number;
	readonly highest: number;
	/** Notes that sound at once, at most; null for any number. */
	readonly voices: number | null;
}

export const PROFILES: Readonly<Record<Profile, Limits>> = {
	piano: { lowest: 21, highest: 108, voices: null },
	/** From a sixth string tuned down to D, to the 24th fret. */
	guitar: { lowest: 38, highest: 88, voices: 6 },
	/** From a fifth string's B. */
	bass: { lowest: 23, highest: 67, voices: 2 },
	voice: { lowest: 36, highest: 88, voices: 1 },
	/** From the cello to the piccolo; four for stopped chords. */
	melody: { lowest: 36, highest: 108, voices: 4 },
	any: { lowest: 21, highest: 108, voices: null }
};

/** An instrument less certain than this is any instrument. */
const CERTAIN = 0.6;

/** The instrument that a recording sounds like; `any` when that is not clear. */
export function profileOf(heard: Judged): Profile {
	const numbers = statisticsOf(heard);
	const likely = Object.entries(judgeProfile).map(([name, judge]) => ({
		name: name as Profile,
		p: probability(judge(numbers, 0))
	}));
	const sum = likely.reduce((total, { p }) => total + p, 0);
	const best = likely.reduce((a, b) => (b.p > a.p ? b : a));
	return best.p > CERTAIN * Math.max(1, sum) ? best.name : 'any';
}
