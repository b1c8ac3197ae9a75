/**
 * One sitting with a score, from what the player shows a few times a second. Time counts while the
 * music sounds, and a bar counts when it was heard from its first beat to its last: a jump over
 * it, or a start in its middle, teaches nobody the bar.
 */
import type { BarLines } from '#music/practice/page.ts';
import type { BarPlayed } from '#music/progress.ts';

/** What the player shows. */
export interface Moment {
	/** A clock that only goes forward, seconds. */
	readonly at: number;
	readonly playing: boolean;
	/** In the recording, seconds. */
	readonly position: number;
	/** 1 is the recording's own. */
	readonly speed: number;
	readonly loop: { readonly start: number; readonly end: number } | null;
}

export interface Sitting {
	/** With the music sounding. */
	readonly seconds: number;
	readonly bars: ReadonlyMap<number, BarPlayed>;
	readonly loops: number;
	readonly last: Moment | null;
	/** From where the music has sounded without a jump, and its slowest speed in the present bar. */
	readonly run: { readonly from: number; readonly slowest: number } | null;
}

export const NEW_SITTING: Sitting = {
	seconds: 0,
	bars: new Map(),
	loops: 0,
	last: null,
	run: null
};

/** More than this between two moments was no listening: the computer slept. */
const LONGEST_GAP = 5;
/** A bar that began this little before the music did still counts as whole, seconds. */
const NEAR = 0.12;
/** How far the player may be from where its speed would have brought it, seconds. */
const SLACK = 0.4;
/** Slower than this is practising slowly; the steps of the speed are 0.05. */
const SLOW = 0.96;

/** The sitting after one more moment. */
export function heard(sitting: Sitting, moment: Moment, lines: BarLines): Sitting {
	const { last } = sitting;
	const begun = { ...sitting, last: moment };
	const fresh = moment.playing ? { from: moment.position, slowest: moment.speed } : null;
	if (last === null) return { ...begun, run: fresh };

	const passed = Math.min(Math.max(0, moment.at - last.at), LONGEST_GAP);
	const way = passed * Math.max(last.speed, moment.speed) + SLACK;
	const ahead = moment.position - last.position;
	const goesOn = ahead >= 0 && ahead <= way;
	// A busy page looks some moments after the sound has begun, which was where the player stood.
	if (!last.playing) {
		return { ...begun, run: fresh && goesOn ? { ...fresh, from: last.position } : fresh };
	}

	const counted = { ...begun, seconds: sitting.seconds + passed };
	if (goesOn) {
		const on = advance(counted, last.position, moment, lines);
		return moment.playing ? on : { ...on, run: null };
	}
	const { loop } = moment;
	const end = lines.times.at(-1)!;
	// The end stops the player, which then stands at the start again; a loop has none.
	if (!loop && !moment.playing && ahead < 0 && last.position + way >= end) {
		return { ...advance(counted, last.position, { ...moment, position: end }, lines), run: null };
	}
	const round = loop ? loop.end - last.position + moment.position - loop.start : -1;
	if (loop && ahead < 0 && round >= 0 && round <= way && last.position <= loop.end + NEAR) {
		const ended = advance(counted, last.position, { ...moment, position: loop.end }, lines);
		const again = { ...ended, run: { from: loop.start, slowest: moment.speed } };
		return advance({ ...again, loops: again.loops + 1 }, loop.start, moment, lines);
	}
	return { ...counted, run: fresh };
}

/** The music went on from `before` to where it is now. */
function advance(sitting: Sitting, before: number, moment: Moment, lines: BarLines): Sitting {
	const { times } = lines;
	let { bars } = sitting;
	const { from, slowest: slowestYet } = sitting.run ?? { from: before, slowest: moment.speed };
	let slowest = Math.min(slowestYet, moment.speed);
	for (let bar = 0; bar + 1 < times.length; bar++) {
		const end = times[bar + 1]!;
		if (end <= before + EPSILON || end > moment.position + EPSILON) continue;
		if (times[bar]! >= from - NEAR) {
			const again = moment.loop !== null || slowest < SLOW;
			bars = withBar(bars, bar, lines.tempo * slowest, again);
		}
		slowest = moment.speed;
	}
	return { ...sitting, bars, run: { from, slowest } };
}

/** Loops end on bar lines, give or take the rounding of seconds. */
const EPSILON = 0.03;

function withBar(
	bars: ReadonlyMap<number, BarPlayed>,
	bar: number,
	tempo: number,
	again: boolean
): ReadonlyMap<number, BarPlayed> {
	const old = bars.get(bar);
	return new Map(bars).set(bar, {
		bar,
		times: (old?.times ?? 0) + 1,
		again: (old?.again ?? 0) + (again ? 1 : 0),
		tempo: Math.max(old?.tempo ?? 0, rounded(tempo))
	});
}

/** To a tenth, and inside what a tempo may be. */
const rounded = (tempo: number): number => Math.min(1000, Math.max(1, Math.round(tempo * 10) / 10));

/** What a sitting was, in the form in which it is kept. */
export function barsPlayed({ bars }: Sitting): BarPlayed[] {
	return [...bars.values()].sort((a, b) => a.bar - b.bar);
}

/** The fastest tempo at which a bar was played to its end; null when none was. */
export const tempoReached = ({ bars }: Sitting): number | null =>
	bars.size === 0 ? null : Math.max(...[...bars.values()].map(({ tempo }) => tempo));
