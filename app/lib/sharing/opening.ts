/**
 * Where a link opens the music: `?bar=5&loop=5-8&speed=75`. Bars are as printed, the speed is in
 * hundredths, and what cannot be read is left out: an address is typed and cut by anybody.
 */
import { secondsAt, ticksAt } from '#music/rhythm/clock.ts';
import type { Score } from '#music/score/score.ts';
import { seconds } from '#music/time.ts';

export interface Opening {
	readonly bar?: number;
	/** First and last bar of the loop. */
	readonly loop?: { readonly from: number; readonly to: number };
	/** 1 is the recording's own. */
	readonly speed?: number;
}

/** The same in seconds of the recording. */
export interface Start {
	readonly at: number | null;
	readonly loop: { readonly start: number; readonly end: number } | null;
	readonly speed: number | null;
}

export function openingIn(search: string): Opening {
	const asked = new URLSearchParams(search);
	const bar = whole(asked.get('bar'));
	const speed = whole(asked.get('speed'));
	const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(asked.get('loop') ?? '') ?? [];
	return {
		...(bar !== null && { bar }),
		...(from &&
			to &&
			Number(from) <= Number(to) && { loop: { from: Number(from), to: Number(to) } }),
		...(speed !== null && speed >= 25 && speed <= 150 && { speed: speed / 100 })
	};
}

const whole = (text: string | null): number | null =>
	text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;

/** Where a player is, as a link says it: whole bars. At the beginning there is nothing to say. */
export function openingAt(
	score: Score,
	position: number,
	loop: Start['loop'],
	speed: number
): Opening {
	const near = 0.02;
	const barAt = (time: number): number => {
		const tick = ticksAt(score.beatMap, seconds(time));
		const bar = score.bars.findLast(({ start }) => start <= tick) ?? score.bars[0];
		return bar?.number ?? 1;
	};
	const bar = barAt(position + near);
	return {
		...(bar !== score.bars[0]?.number && { bar }),
		...(loop && { loop: { from: barAt(loop.start + near), to: barAt(loop.end - near) } }),
		...(speed !== 1 && { speed })
	};
}

/** @returns with its question mark, or nothing */
export function searchOf({ bar, loop, speed }: Opening): string {
	const parts = [
		...(bar === undefined ? [] : [`bar=${bar}`]),
		...(loop ? [`loop=${loop.from}-${loop.to}`] : []),
		...(speed === undefined || speed === 1 ? [] : [`speed=${Math.round(speed * 100)}`])
	];
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** Where that is in this score. A bar that it does not have is no place. */
export function startIn(score: Score, { bar, loop, speed }: Opening): Start {
	const at = (number: number | undefined): number | null => {
		const found = score.bars.find((each) => each.number === number);
		return found ? Math.max(0, secondsAt(score.beatMap, found.start)) : null;
	};
	const after = (number: number): number | null => {
		const found = score.bars.find((each) => each.number === number);
		return found ? secondsAt(score.beatMap, found.start + found.length) : null;
	};
	const start = loop ? at(loop.from) : null;
	const end = loop ? after(loop.to) : null;
	return {
		at: at(bar) ?? start,
		loop: start !== null && end !== null ? { start, end } : null,
		speed: speed ?? null
	};
}
