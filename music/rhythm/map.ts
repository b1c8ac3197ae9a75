/** From a performance to its beat map: the pulse, the metre, the first downbeat, and a beat under every note. */
import type { PlayedNote } from '#music/note.ts';
import { findBars, recounted, type Bars } from '#music/rhythm/bars.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { beatsInBar, beatTicks, isCompound } from '#music/rhythm/count.ts';
import { barsThrough } from '#music/rhythm/downbeats.ts';
import { hypothesesOf } from '#music/rhythm/hypotheses.ts';
import { counted } from '#music/rhythm/levels.ts';
import { hearPulse } from '#music/rhythm/pulse-network.ts';
import { remembered } from '#music/rhythm/remembered.ts';
import { nearest, repaired } from '#music/rhythm/repair.ts';
import { onsetFeatures, findOnsets } from '#music/rhythm/onsets.ts';
import { againstThirds } from '#music/rhythm/slow-thirds.ts';
import { STEADY } from '#music/rhythm/tatums.ts';
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
/** Seconds before the first onset and after the last that are looked at. */
const AROUND = 1.5;
/**
 * What the network that hears beats says of a way of counting, and what its bars say, beside the level itself:
 * these and the next two, so that the way chosen is the best on songs that the networks were not fitted on.
 */
const BEATS_SPEAK = 0.2;
const BARS_SPEAK = 0.75;
/** What it says for a way of counting that all music keeps to it as to a click. */
const CLICK = 3;
/** Seconds of the beat that people tap most readily, and what is said against others: of readings that are as likely it decides. */
const USUAL = { beat: 0.575, weight: 1.4 } as const;
/** What the network that hears beats says of the metre, beside the one that hears bars. */
const HEARD_METRE = 0.5;
/** From what speaks for a way of counting to about the F1 of its beats, as on performances that were not fitted on. */
const SURE = { slope: 0.4, middle: -0.2 } as const;

type Wishes = Pick<WriteSettings, 'tempo' | 'metre' | 'repairs'>;

/** A way of counting, and what speaks for it. */
interface Heard {
	readonly beats: readonly number[];
	/** Log odds that a bar begins, of each beat. */
	readonly downbeats: readonly number[];
	readonly bars: Bars;
	readonly named: readonly number[];
	readonly sure: number;
}

interface Solution {
	readonly beats: readonly number[];
	/** Index of the first downbeat. */
	readonly downbeat: number;
	readonly metre: Metre;
	readonly sureness: number;
}

/** `notes` in order of start. The map covers them all. */
export function findBeatMap(notes: readonly PlayedNote[], wishes: Wishes): BeatMap {
	const { beats: found, downbeat, metre, sureness } = solve(notes, wishes);
	const { beats: told, downbeats } = repaired(
		found,
		found[downbeat]!,
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

/** Where a tapping hand may have meant: at the notes. */
const tappedAt = (notes: readonly PlayedNote[], { repairs }: Wishes): readonly number[] =>
	repairs.some(({ kind }) => kind === 'taps') ? findOnsets(notes).map(({ time }) => time) : [];

function solve(notes: readonly PlayedNote[], { tempo, metre }: Wishes): Solution {
	const best = heard(notes, tempo);
	if (best === null) {
		const start = notes[0]?.start ?? 0;
		const beats = under(notes, [start, start + (tempo === null ? PLAIN_BEAT : 60 / tempo)]);
		return { beats, downbeat: 0, metre: metre ?? PLAIN_METRE, sureness: 0 };
	}
	const sureness = 1 / (1 + Math.exp(-SURE.slope * (best.sure - SURE.middle)));
	const { beats, bars } = best;
	const whole =
		metre === null
			? { beats, downbeat: bars.downbeat, metre: bars.metre }
			: { ...inMetre(best, metre, tempo !== null), metre };
	const covered = under(notes, whole.beats);
	return { ...whole, beats: covered, downbeat: moved(covered, whole), sureness };
}

/** What a person says of the beats and of the metre does not change what is heard in the notes. */
const heard = remembered(hear);

/** The likeliest way of counting, at a tempo or at any; null when there is too little to hear, or too much. */
function hear(notes: readonly PlayedNote[], tempo: number | null): Heard | null {
	const onsets = findOnsets(notes);
	const span = (notes.at(-1)?.start ?? 0) - (notes[0]?.start ?? 0);
	const chosen = tempo === null ? null : 60 / tempo;
	if (onsets.length < 3 || span > TOO_LONG || span < (chosen ?? SHORTEST)) return null;
	const times = onsets.map(({ time }) => time);
	const from = times[0]! - AROUND;
	const rows = onsetFeatures(notes, onsets);
	const pulse = hearPulse(times, rows, from, times.at(-1)! + AROUND);
	const range = chosen === null ? null : ([chosen * (1 - DRIFT), chosen * (1 + DRIFT)] as const);
	const judged = hypothesesOf({ notes, onsets, rows, pulse, from }, range).map((one) => {
		const named = one.bars.metres.map((own, k) => own + HEARD_METRE * pulse.metres[k]!);
		const bars = findBars(one.bars.downbeats, named, null);
		const sure =
			one.bars.level +
			BEATS_SPEAK * one.odds +
			(BARS_SPEAK * bars.score) / one.beats.length +
			CLICK * Math.max(0, one.steady - STEADY) -
			awayFromUsual(one.beats) -
			(isCompound(bars.metre) ? againstThirds(one.beats, onsets) : 0);
		return { beats: one.beats, downbeats: one.bars.downbeats, bars, named, sure };
	});
	return judged.reduce((top, one) => (one.sure > top.sure ? one : top));
}

/** What speaks against beats that are much quicker or slower than those that people tap most readily. */
function awayFromUsual(beats: readonly number[]): number {
	const length = (beats.at(-1)! - beats[0]!) / (beats.length - 1);
	return USUAL.weight * Math.log(length / USUAL.beat) ** 2;
}

/** Index of the first downbeat of a counting among its beats once they lie under the notes. */
function moved(
	covered: readonly number[],
	{ beats, downbeat, metre }: Pick<Solution, 'beats' | 'downbeat' | 'metre'>
): number {
	const inBar = beatsInBar(metre);
	// The first that is still there: beats before the music are gone, and others may have come.
	const kept = beats.findIndex((beat, i) => i % inBar === downbeat && beat >= covered[0]! - 1e-9);
	return kept < 0 ? downbeat : nearest(covered, beats[kept]!) % inBar;
}

/** The beats that a chosen metre counts, and where its bars begin. @param paced whether they are that metre's already */
function inMetre(
	{ beats, downbeats, named, bars: found }: Heard,
	metre: Metre,
	paced: boolean
): Pick<Solution, 'beats' | 'downbeat'> {
	const [parts, every] = recounted(found.metre, metre);
	if (paced || parts === every) {
		return { beats, downbeat: findBars(downbeats, named, beatsInBar(metre)).downbeat };
	}
	const told = counted(beats, [parts, every], found.downbeat);
	return { beats: told, downbeat: nearest(told, beats[found.downbeat]!) % beatsInBar(metre) };
}

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
