import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BarLines } from '#music/practice/page.ts';
import {
	barsPlayed,
	heard,
	NEW_SITTING,
	tempoReached,
	type Moment,
	type Sitting
} from '#music/practice/sitting.ts';

/** Five bars of two seconds each, at 120. */
const FIVE: BarLines = { times: [0, 2, 4, 6, 8, 10], tempo: 120 };

interface Stretch {
	readonly from: number;
	/** Seconds of the clock. */
	readonly seconds: number;
	readonly speed?: number;
	readonly loop?: { readonly start: number; readonly end: number };
}

/** Plays the stretches one after the other, as the player shows it five times a second. */
function played(...stretches: readonly Stretch[]): Sitting {
	const moments: Moment[] = [];
	let at = 0;
	for (const { from, seconds, speed = 1, loop = null } of stretches) {
		const place = (time: number): number => {
			const on = from + time * speed;
			if (!loop || on < loop.end) return on;
			return loop.start + ((on - loop.start) % (loop.end - loop.start));
		};
		for (let time = 0; time < seconds - 1e-9; time += 0.2) {
			moments.push({ at: at + time, playing: true, position: place(time), speed, loop });
		}
		const end = { at: at + seconds, position: place(seconds), speed, loop };
		moments.push({ ...end, playing: false });
		at += seconds + 1;
	}
	return moments.reduce((sitting, moment) => heard(sitting, moment, FIVE), NEW_SITTING);
}

const barsOf = (sitting: Sitting): number[] => barsPlayed(sitting).map(({ bar }) => bar);

describe('a sitting', () => {
	test('counts the time in which the music sounds, and no other', () => {
		const sitting = played({ from: 0, seconds: 4 }, { from: 4, seconds: 3 });

		expect(sitting.seconds).toBeCloseTo(7);
	});

	test('counts a bar that was heard from its first beat to its last', () => {
		expect(barsOf(played({ from: 0, seconds: 10 }))).toEqual([0, 1, 2, 3, 4]);
		expect(barsOf(played({ from: 1, seconds: 4.5 }))).toEqual([1]);
	});

	test('counts a bar as it is looped, each time', () => {
		const sitting = played({ from: 2, seconds: 6, loop: { start: 2, end: 4 } });

		expect(sitting.loops).toBe(3);
		expect(barsPlayed(sitting)).toEqual([{ bar: 1, times: 3, again: 3, tempo: 120 }]);
	});

	test('says the fastest tempo at which a bar was played to its end', () => {
		const sitting = played(
			{ from: 0, seconds: 4, speed: 0.5 },
			{ from: 2, seconds: 4, speed: 0.75 }
		);

		expect(barsPlayed(sitting).map(({ tempo }) => tempo)).toEqual([60, 90]);
		expect(tempoReached(sitting)).toBe(90);
	});

	test('counts the first bar and the last, however seldom a busy page looks', () => {
		const seen = [
			{ at: 0, position: 0, playing: false },
			{ at: 0.9, position: 0.7, playing: true },
			{ at: 4.9, position: 4.7, playing: true },
			{ at: 8.9, position: 8.7, playing: true },
			{ at: 10.4, position: 0, playing: false }
		].map((moment): Moment => ({ ...moment, speed: 1, loop: null }));

		const sitting = seen.reduce((all, moment) => heard(all, moment, FIVE), NEW_SITTING);

		expect(barsOf(sitting)).toEqual([0, 1, 2, 3, 4]);
	});

	test('counts a loop of the last bar that came round just before a pause', () => {
		const loop = { start: 8, end: 10 };
		const sitting = [
			{ at: 0, position: 8, playing: true },
			{ at: 1.9, position: 9.9, playing: true },
			{ at: 2.1, position: 8.1, playing: false }
		].reduce((all, moment) => heard(all, { ...moment, speed: 1, loop }, FIVE), NEW_SITTING);

		expect(sitting.loops).toBe(1);
		expect(barsOf(sitting)).toEqual([4]);
	});

	test('is not fooled by a jump over a bar', () => {
		const jump = [
			{ at: 0, position: 0 },
			{ at: 0.2, position: 0.2 },
			{ at: 0.4, position: 9 },
			{ at: 0.6, position: 9.2 }
		].reduce(
			(sitting, moment) => heard(sitting, { ...moment, playing: true, speed: 1, loop: null }, FIVE),
			NEW_SITTING
		);

		expect(barsOf(jump)).toEqual([]);
		expect(jump.seconds).toBeCloseTo(0.6);
	});

	test('does not count the night for which the computer slept', () => {
		const moment = { playing: true, speed: 1, loop: null } as const;
		const slept = heard(
			heard(NEW_SITTING, { ...moment, at: 0, position: 0 }, FIVE),
			{ ...moment, at: 30_000, position: 0.3 },
			FIVE
		);

		expect(slept.seconds).toBe(5);
	});

	test('takes the slowest speed inside a bar as the tempo of that bar', () => {
		const moments = Array.from({ length: 12 }, (_, i): Moment => {
			const speed = i < 5 ? 0.5 : 1;
			const position = i < 5 ? i * 0.1 : 0.5 + (i - 5) * 0.2 + 0.3;
			return { at: i * 0.2, playing: true, position, speed, loop: null };
		});
		const sitting = moments.reduce((all, moment) => heard(all, moment, FIVE), NEW_SITTING);

		expect(barsPlayed(sitting)[0]?.tempo).toBe(60);
	});
});

const someMoments = fc
	.array(
		fc.record({
			gap: fc.double({ min: 0, max: 20, noNaN: true }),
			playing: fc.boolean(),
			position: fc.double({ min: 0, max: 10, noNaN: true }),
			speed: fc.constantFrom(0.25, 0.5, 1, 1.5),
			loop: fc.constantFrom(null, { start: 2, end: 6 }, { start: 0, end: 10 })
		}),
		{ maxLength: 60 }
	)
	.map((all) => {
		let at = 0;
		return all.map(({ gap, ...moment }): Moment => ({ ...moment, at: (at += gap) }));
	});

test('whatever the player shows, a sitting stays within what can have been heard', () => {
	fc.assert(
		fc.property(someMoments, (moments) => {
			const sitting = moments.reduce((all, moment) => heard(all, moment, FIVE), NEW_SITTING);
			const passed = (moments.at(-1)?.at ?? 0) - (moments[0]?.at ?? 0);
			expect(sitting.seconds).toBeLessThanOrEqual(passed + 1e-6);
			const bars = barsPlayed(sitting);
			expect(bars.map(({ bar }) => bar)).toEqual([...new Set(bars.map(({ bar }) => bar))].sort());
			for (const { bar, times, again, tempo } of bars) {
				expect(bar).toBeLessThan(5);
				expect(again).toBeLessThanOrEqual(times);
				expect(tempo).toBeGreaterThanOrEqual(30);
				expect(tempo).toBeLessThanOrEqual(180);
			}
		})
	);
});

test('a piece played through counts every bar once, however often the player is looked at', () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }),
			fc.constantFrom(0.25, 0.5, 0.75, 1, 1.25, 1.5),
			(gaps, speed) => {
				let at = 0;
				const moments = [0, ...gaps].map((gap) => {
					at += gap;
					const position = Math.min(10, at * speed);
					return { at, playing: true, position, speed, loop: null };
				});
				const sitting = moments.reduce((all, moment) => heard(all, moment, FIVE), NEW_SITTING);
				const reached = Math.min(10, at * speed);

				const whole = FIVE.times.slice(1).filter((end) => end <= reached - 0.05).length;
				expect(barsPlayed(sitting).length).toBeGreaterThanOrEqual(whole);
				expect(barsPlayed(sitting).every(({ times }) => times === 1)).toBe(true);
			}
		)
	);
});
