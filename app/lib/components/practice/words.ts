/** Times, days and tempi of practice, in words. */
import { dayOf, type Day } from '#music/practice/days.ts';
import type { PracticeSession } from '#music/progress.ts';
import type { Metre } from '#music/settings.ts';
import { m } from '#app/paraglide/messages.js';
import { getLocale } from '#app/paraglide/runtime.js';
import { tempoWords } from '#app/words.ts';

/** 42 s, 12 min, 1 h 5 min: whole units that were really played. */
export function timeWords(seconds: number): string {
	const minutes = Math.floor(seconds / 60);
	if (seconds < 60) return m.practice_seconds({ count: Math.floor(seconds) });
	if (minutes < 60) return m.practice_minutes({ count: minutes });
	return m.practice_hours({ hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

/** A day is not a moment: it is read in the time zone in which it was counted. */
const dateOf = (day: Day): Date => new Date(day * 86_400_000);

export const dayWords = (day: Day, options: Intl.DateTimeFormatOptions): string =>
	dateOf(day).toLocaleDateString(getLocale(), { timeZone: 'UTC', ...options });

export const dateWords = (day: Day): string =>
	dayWords(day, { weekday: 'short', day: 'numeric', month: 'short' });

/** Today, yesterday, 3 Nov. */
export function whenWords(day: Day, today: Day): string {
	if (day === today) return m.practice_when_today();
	if (day === today - 1) return m.practice_when_yesterday();
	return dayWords(day, { day: 'numeric', month: 'short' });
}

/** The clock's time where the person was. */
export const clockWords = ({ started, offset }: PracticeSession): string =>
	new Date(started + offset * 60_000).toLocaleTimeString(getLocale(), {
		timeZone: 'UTC',
		hour: 'numeric',
		minute: '2-digit'
	});

/** What a session was: bars 5–8, up to ♩ = 84. */
export function sessionWords({ bars, tempo }: PracticeSession, metre: Metre): string {
	const [first, last] = [bars[0], bars.at(-1)];
	if (!first || !last || tempo === null) return '';
	const from = first.bar + 1;
	const played =
		first === last
			? m.practice_session_bar({ from })
			: m.practice_session_bars({ from, to: last.bar + 1 });
	return `${played} · ${m.practice_session_tempo({ tempo: tempoWords(tempo, metre) })}`;
}

/** Sessions by the day on which they began, in the order in which they come. */
export function byDay(
	sessions: readonly PracticeSession[]
): readonly (readonly [Day, readonly PracticeSession[]])[] {
	const days = new Map<Day, PracticeSession[]>();
	for (const session of sessions) {
		const day = dayOf(session);
		days.set(day, [...(days.get(day) ?? []), session]);
	}
	return [...days];
}
