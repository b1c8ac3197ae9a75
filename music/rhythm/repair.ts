/** What a person says of the beats, done to the beats that were found: each repair is local, cheap and never lost. */
import { counted } from '#music/rhythm/levels.ts';
import { heardTaps } from '#music/rhythm/taps.ts';
import type { BeatRepair } from '#music/settings.ts';

/** Seconds: two beats are never nearer than this. */
const CLOSEST = 0.06;
/** Beats are counted this many times as fast at most, and as slow. */
const MOST = 8;
/** A bar that begins further than this from every beat (a share of one) says that the beats themselves are late. */
const APART = 0.25;
/** Between beats that were moved and beats that stand there is at least this share of one. */
const ROOM = 0.75;
/** How tapped beats may be counted by those that were found. */
const LEVELS = [1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 1, 4 / 3, 3 / 2, 2, 3, 4];

/** Seconds. */
interface Repaired {
	readonly beats: readonly number[];
	/** Where bars are known to begin, in order; at least one. */
	readonly downbeats: readonly number[];
}

/**
 * Applies `repairs` in order.
 *
 * @param downbeat where a bar begins (seconds) as long as nobody says otherwise
 * @param onsets where notes begin (seconds), in order: a hand that taps means them
 */
export function repaired(
	found: readonly number[],
	downbeat: number,
	repairs: readonly BeatRepair[],
	onsets: readonly number[] = []
): Repaired {
	let beats = [...found];
	/** Seconds, so that they stay when beats come and go. */
	let marks: number[] = [];
	for (const repair of repairs) {
		switch (repair.kind) {
			case 'tempo': {
				beats = counted(beats, ratioOf(repair.factor), nearest(beats, marks[0] ?? downbeat));
				break;
			}
			case 'beat':
				beats = moved(beats, repair.at);
				break;
			case 'taps':
				beats = tapped(beats, repair.at, onsets);
				break;
			case 'downbeat': {
				const { at } = repair;
				// A bar line that is dragged on takes its old place with it.
				const near = 1.5 * lengthAt(beats, nearest(beats, at));
				marks = marks.filter((mark) => Math.abs(mark - at) > near);
				beats = begun(beats, at, marks);
				marks = [...marks, at].sort((a, b) => a - b);
			}
		}
	}
	return { beats, downbeats: marks.length > 0 ? marks : [downbeat] };
}

export function nearest(beats: readonly number[], at: number): number {
	let best = 0;
	beats.forEach((beat, i) => {
		if (Math.abs(beat - at) < Math.abs(beats[best]! - at)) best = i;
	});
	return best;
}

/** Seconds from this beat to the next, or at the end from the one before. */
function lengthAt(beats: readonly number[], i: number): number {
	const at = Math.min(i, beats.length - 2);
	return beats[at + 1]! - beats[at]!;
}

/** A factor as a ratio of small numbers. */
function ratioOf(factor: number): readonly [number, number] {
	let best: readonly [number, number] = [1, 1];
	for (let every = 1; every <= MOST; every++) {
		for (let parts = 1; parts <= MOST; parts++) {
			const off = Math.abs(parts / every - factor);
			if (off < Math.abs(best[0] / best[1] - factor) - 1e-6) best = [parts, every];
		}
	}
	return best;
}

/** The nearest beat goes to `at`, those beside it go half the way along. */
function moved(beats: readonly number[], at: number): number[] {
	const i = nearest(beats, at);
	const by = at - beats[i]!;
	const shares = [0.5, 1, 0.5];
	return rising(
		beats.map((beat, k) => beat + by * (shares[k - i + 1] ?? 0)),
		i
	);
}

/** A beat at `at`, where a bar begins: between the bars that are known already, all beats move with it. */
function begun(beats: readonly number[], at: number, marks: readonly number[]): number[] {
	const i = nearest(beats, at);
	const by = at - beats[i]!;
	const beat = lengthAt(beats, i);
	if (Math.abs(by) <= APART * beat) return moved(beats, at);
	const from = marks.findLast((mark) => mark < at) ?? -Infinity;
	const to = marks.find((mark) => mark > at) ?? Infinity;
	const before = beats.filter((time) => time <= from + CLOSEST);
	const after = beats.filter((time) => time >= to - CLOSEST);
	const free = beats
		.slice(before.length, beats.length - after.length)
		.map((time) => time + by)
		.filter((time) => time > from + ROOM * beat && time < to - ROOM * beat);
	const all = [...before, ...free, ...after];
	return rising(all, nearest(all, at));
}

/** Beats as they were tapped; before the first and after the last those that were found go on from them. */
function tapped(
	beats: readonly number[],
	taps: readonly number[],
	onsets: readonly number[]
): number[] {
	const own = heardTaps(taps, onsets, CLOSEST);
	if (own.length === 0) return [...beats];
	if (own.length === 1) return moved(beats, own[0]!);
	const gaps = own.slice(1).map((tap, i) => tap - own[i]!);
	const beat = gaps.sort((a, b) => a - b)[gaps.length >> 1]!;
	const [first, last] = [own[0]!, own.at(-1)!];
	// The rest is counted at the level that was tapped.
	const usual = (last - first) / Math.max(placeOf(beats, last) - placeOf(beats, first), 0.1);
	const level = counted(beats, ratioOf(levelOf(usual / beat)), nearest(beats, first));
	const early = first - level[nearest(level, first)]!;
	const late = last - level[nearest(level, last)]!;
	const before = level.map((time) => time + early).filter((time) => time < first - ROOM * beat);
	const after = level.map((time) => time + late).filter((time) => time > last + ROOM * beat);
	return rising([...before, ...filled(own, beat), ...after], before.length);
}

/** Which beat is at a second, with the way to the next one as a fraction. */
function placeOf(beats: readonly number[], at: number): number {
	const i = Math.max(
		0,
		Math.min(
			beats.length - 2,
			beats.findLastIndex((beat) => beat <= at)
		)
	);
	return i + (at - beats[i]!) / lengthAt(beats, i);
}

const levelOf = (factor: number): number =>
	LEVELS.reduce((best, level) =>
		Math.abs(Math.log(level / factor)) < Math.abs(Math.log(best / factor)) ? level : best
	);

/** A tap left out is put in between. */
function filled(taps: readonly number[], beat: number): number[] {
	return taps.flatMap((tap, i) => {
		const next = taps[i + 1];
		if (next === undefined) return [tap];
		const steps = Math.max(1, Math.round((next - tap) / beat));
		return Array.from({ length: steps }, (_, s) => tap + ((next - tap) * s) / steps);
	});
}

/** Strictly increasing again, with the beat at `fixed` where it is. */
function rising(beats: readonly number[], fixed: number): number[] {
	const at = beats[fixed]!;
	const before = beats.slice(0, fixed).filter((beat) => beat < at - CLOSEST);
	const after = beats.slice(fixed + 1).filter((beat) => beat > at + CLOSEST);
	const all = [...before, at, ...after].sort((a, b) => a - b);
	return all.filter((beat, i) => i === 0 || beat - all[i - 1]! > 1e-3);
}
