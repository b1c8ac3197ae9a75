/** From a performance to its beat map: the pulse, the metre, the first downbeat, and a beat under every note. */
import type { PlayedNote } from '#music/note.ts';
import { findBars, metreOf, type Bars } from '#music/rhythm/bars.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { beatTicks, isCompound } from '#music/rhythm/count.ts';
import { barsThrough } from '#music/rhythm/downbeats.ts';
import { hypothesesOf, type BeatRange } from '#music/rhythm/hypotheses.ts';
import { judge } from '#music/rhythm/judge.ts';
import { findOnsets } from '#music/rhythm/onsets.ts';
import { pulseEvidence } from '#music/rhythm/pulse-evidence.ts';
import { PULSE_JUDGES } from '#music/rhythm/pulse-weights.ts';
import { remembered } from '#music/rhythm/remembered.ts';
import { nearest, repaired } from '#music/rhythm/repair.ts';
import type { Metre, WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';

/** Seconds of a beat when nothing says otherwise: 120 a minute. */
const PLAIN_BEAT = 0.5;
/** A player keeps a chosen tempo this closely. */
const DRIFT = 0.14;
/** Nothing shorter than this (seconds) is searched. */
const SHORTEST = 0.25;
/** A note up to this share of a beat early still belongs to the beat. */
const EARLY = 0.3;
/** Longer than this (seconds), a recording is not searched but counted evenly. */
const TOO_LONG = 5 * 3600;
const PLAIN_METRE: Metre = { beats: 4, unit: 4 };
/** The hypotheses whose bars are looked at. */
const FINALISTS = 6;
/** What the bars say of the beats, beside what the beats say themselves. */
const BARS_SPEAK = 0.5;

type Wishes = Pick<WriteSettings, 'tempo' | 'metre' | 'repairs'>;

interface Solution {
	readonly beats: readonly number[];
	readonly bars: Bars | null;
	readonly sureness: number;
}

/** `notes` in order of start. The map covers them all. */
export function findBeatMap(notes: readonly PlayedNote[], wishes: Wishes): BeatMap {
	const { tempo, metre: chosen } = wishes;
	const { beats: found, bars, sureness } = solved(notes, { tempo, metre: chosen });
	const metre = wishes.metre ?? (bars === null ? PLAIN_METRE : metreOf(bars.grouping));
	const downbeat = found[bars?.grouping.downbeat ?? 0]!;
	const { beats: told, downbeats } = repaired(
		found,
		downbeat,
		wishes.repairs,
		tappedAt(notes, wishes)
	);
	const beats = under(notes, told);
	const known = downbeats.map((time) => nearest(beats, time));
	return {
		beats: beats.map(seconds),
		beatTicks: beatTicks(metre),
		metre,
		...barsThrough([...new Set(known)], metre),
		sureness: wishes.repairs.length > 0 ? 1 : sureness
	};
}

/** What a person says of the beats does not change what is heard in the notes. */
const solved = remembered(solve);

/** Where a tapping hand may have meant: at the notes. */
const tappedAt = (notes: readonly PlayedNote[], { repairs }: Wishes): readonly number[] =>
	repairs.some(({ kind }) => kind === 'taps') ? findOnsets(notes).map(({ time }) => time) : [];

function solve(notes: readonly PlayedNote[], { tempo, metre }: Omit<Wishes, 'repairs'>): Solution {
	const onsets = findOnsets(notes);
	const start = notes[0]?.start ?? 0;
	const span = (notes.at(-1)?.start ?? 0) - start;
	const chosen = tempo === null ? null : 60 / tempo;
	if (onsets.length < 3 || span > TOO_LONG || span < (chosen ?? SHORTEST)) {
		const beats = under(notes, [start, start + (chosen ?? PLAIN_BEAT)]);
		return { beats, bars: null, sureness: 0 };
	}
	const divisions = (['duple', 'triple'] as const).filter(
		(division) => metre === null || isCompound(metre) === (division === 'triple')
	);
	const finalists = hypothesesOf(onsets, divisions, rangeAround(chosen))
		.map((hypothesis) => ({
			hypothesis,
			pulse: judge(PULSE_JUDGES, pulseEvidence(hypothesis, onsets))
		}))
		.sort((a, b) => b.pulse - a.pulse)
		.slice(0, FINALISTS)
		.map(({ hypothesis, pulse }) => {
			const beats = under(notes, hypothesis.beats);
			const bars = findBars(beats, notes, metre);
			return { beats, bars, score: pulse + BARS_SPEAK * bars.score };
		});
	const best = finalists.reduce((top, one) => (one.score > top.score ? one : top));
	return { beats: best.beats, bars: best.bars, sureness: 1 / (1 + Math.exp(-best.score)) };
}

const rangeAround = (beat: number | null): BeatRange | null =>
	beat === null ? null : { shortest: beat * (1 - DRIFT), longest: beat * (1 + DRIFT) };

/** Begins at the beat of the first note, and goes on evenly until the last one has ended. */
function under(notes: readonly PlayedNote[], found: readonly number[]): number[] {
	const start = notes[0]?.start ?? 0;
	const end = notes.reduce((latest, note) => Math.max(latest, note.end), start);
	const early = EARLY * (found[1]! - found[0]!);
	const skipped = found.findLastIndex((beat) => beat <= start + early);
	const beats = found.slice(Math.min(Math.max(skipped, 0), found.length - 2));
	const first = beats[1]! - beats[0]!;
	while (beats[0]! > start + early) beats.unshift(beats[0]! - first);
	const last = beats.at(-1)! - beats.at(-2)!;
	const missing = Math.ceil((end - beats.at(-1)!) / last);
	const from = beats.at(-1)!;
	for (let i = 1; i <= missing; i++) beats.push(from + i * last);
	return beats;
}
