/**
 * Practice by the day, as the person who practised saw it: a session belongs to the day that it
 * was where the person was. Days are counted from 1 January 1970, so that they can be added.
 */
import type { PracticeSession } from '#music/progress.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A person's own day, counted from 1 January 1970. */
export type Day = number;

/** @param offset how far the person's clock is ahead of UTC, minutes */
export const dayAt = (moment: number, offset: number): Day =>
	Math.floor((moment + offset * MINUTE_MS) / DAY_MS);

export const dayOf = ({ started, offset }: PracticeSession): Day => dayAt(started, offset);

/** 0 is Monday. The first of January 1970 was a Thursday. */
export const weekdayOf = (day: Day): number => (((day + 3) % 7) + 7) % 7;

/** Seconds of each day on which anything was practised. */
export function secondsByDay(sessions: readonly PracticeSession[]): ReadonlyMap<Day, number> {
	const days = new Map<Day, number>();
	for (const session of sessions) {
		const day = dayOf(session);
		days.set(day, (days.get(day) ?? 0) + session.seconds);
	}
	return days;
}

export interface DayPractised {
	readonly day: Day;
	readonly seconds: number;
}

/** The `count` days that end with `last`, the earliest first, silent ones too. */
export function lastDays(
	days: ReadonlyMap<Day, number>,
	last: Day,
	count: number
): readonly DayPractised[] {
	return Array.from({ length: Math.max(0, count) }, (_, i) => {
		const day = last - count + 1 + i;
		return { day, seconds: days.get(day) ?? 0 };
	});
}

/** Seconds of the week (Monday to Sunday) that `day` is in. */
export function secondsInWeek(days: ReadonlyMap<Day, number>, day: Day): number {
	const sunday = day + 6 - weekdayOf(day);
	return lastDays(days, sunday, 7).reduce((sum, { seconds }) => sum + seconds, 0);
}

export interface Streak {
	/** Days in a row up to today; a day that is not over yet breaks nothing. */
	readonly now: number;
	readonly longest: number;
}

export function streakOf(days: ReadonlyMap<Day, number>, today: Day): Streak {
	const practised = (day: Day): boolean => (days.get(day) ?? 0) > 0;
	const before = (last: Day): number => {
		let count = 0;
		while (practised(last - count)) count += 1;
		return count;
	};
	const ends = [...days.keys()].filter((day) => practised(day) && !practised(day + 1));
	return {
		now: before(practised(today) ? today : today - 1),
		longest: ends.reduce((most, day) => Math.max(most, before(day)), 0)
	};
}
