import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	dayAt,
	lastDays,
	secondsByDay,
	secondsInWeek,
	streakOf,
	weekdayOf
} from '#music/practice/days.ts';
import type { PracticeSession } from '#music/progress.ts';

const HOUR = 3_600_000;

const session = (started: number, offset: number, seconds: number): PracticeSession => ({
	id: '00000000-0000-4000-8000-000000000001',
	score: '00000000-0000-4000-8000-000000000002',
	started,
	offset,
	seconds,
	bars: [],
	tempo: null,
	loops: 0
});

const onDays = (...days: readonly number[]): ReadonlyMap<number, number> =>
	new Map(days.map((day) => [day, 60]));

describe('a day', () => {
	test('is the one that it was where the person was', () => {
		const lateEvening = 23 * HOUR;

		expect(dayAt(lateEvening, 0)).toBe(0);
		expect(dayAt(lateEvening, 9 * 60)).toBe(1);
		expect(dayAt(HOUR, -8 * 60)).toBe(-1);
	});

	test('has its minutes from every session that began on it', () => {
		const days = secondsByDay([session(HOUR, 0, 60), session(2 * HOUR, 0, 90)]);

		expect([...days]).toEqual([[0, 150]]);
	});

	test('is shown also when nothing was practised on it', () => {
		expect(lastDays(onDays(4, 6), 6, 4)).toEqual([
			{ day: 3, seconds: 0 },
			{ day: 4, seconds: 60 },
			{ day: 5, seconds: 0 },
			{ day: 6, seconds: 60 }
		]);
	});

	test('begins its week with Monday', () => {
		const thursday = 0;

		expect(weekdayOf(thursday)).toBe(3);
		expect(weekdayOf(-4)).toBe(6);
		expect(secondsInWeek(onDays(-4, -3, 3, 4), thursday)).toBe(120);
	});
});

describe('a streak', () => {
	test('is counted up to today', () => {
		expect(streakOf(onDays(7, 8, 9), 9)).toEqual({ now: 3, longest: 3 });
	});

	test('is not broken by a day that is not over', () => {
		expect(streakOf(onDays(7, 8, 9), 10).now).toBe(3);
		expect(streakOf(onDays(7, 8, 9), 11)).toEqual({ now: 0, longest: 3 });
	});

	test('is nothing before the first day', () => {
		expect(streakOf(new Map(), 100)).toEqual({ now: 0, longest: 0 });
	});
});

const someDays = fc
	.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 })
	.map((days) => onDays(...days));

test('a streak is made of days that were practised, and one more day never shortens it', () => {
	fc.assert(
		fc.property(someDays, fc.integer({ min: 0, max: 60 }), (days, today) => {
			const { now, longest } = streakOf(days, today);
			expect(now).toBeLessThanOrEqual(longest);
			expect(longest).toBeLessThanOrEqual(days.size);
			const more = streakOf(new Map(days).set(today, 60), today);
			expect(more.now).toBeGreaterThanOrEqual(now);
		})
	);
});

test('no second is lost between sessions and days', () => {
	const some = fc.record({
		started: fc.integer({ min: 0, max: 4e12 }),
		offset: fc.integer({ min: -720, max: 840 }),
		seconds: fc.integer({ min: 1, max: 86_400 })
	});
	fc.assert(
		fc.property(fc.array(some), (sessions) => {
			const days = secondsByDay(sessions.map((s) => session(s.started, s.offset, s.seconds)));
			const total = [...days.values()].reduce((sum, seconds) => sum + seconds, 0);
			expect(total).toBe(sessions.reduce((sum, { seconds }) => sum + seconds, 0));
		})
	);
});
