/** The scores that somebody practises, with what their sessions add up to. */
import { barStates, type BarState } from '#music/practice/bars.ts';
import { learned, notStarted, targetOf } from '#music/practice/learned.ts';
import type { PracticePage } from '#music/practice/page.ts';
import type { LearningProgress, PracticeSession } from '#music/progress.ts';
import { quartersInBeat } from '#music/rhythm/count.ts';
import type { Metre } from '#music/settings.ts';
import type { Entry, Summary } from '#app/store/entry.ts';
import type { ProgressOnDisk } from '#app/store/practice.ts';

export interface Study {
	readonly entry: Entry;
	readonly seconds: number;
	/** The latest first, at least one. */
	readonly sessions: readonly PracticeSession[];
	readonly page: PracticePage;
	readonly metre: Metre;
	/** Quarter notes a minute. */
	readonly target: number;
	readonly progress: LearningProgress;
	/** One for each bar of the page. */
	readonly bars: readonly BarState[];
}

const COMMON: Metre = { beats: 4, unit: 4 };

/**
 * @param sessions the latest first
 * @returns the one that was practised last comes first; a score that was removed is not among them
 */
export function studiesOf(
	sessions: readonly PracticeSession[],
	records: ReadonlyMap<string, ProgressOnDisk>,
	entries: readonly Entry[]
): readonly Study[] {
	const byScore = new Map<string, PracticeSession[]>();
	for (const session of sessions) {
		const list = byScore.get(session.score);
		if (list) list.push(session);
		else byScore.set(session.score, [session]);
	}
	const known = new Map(entries.map((entry) => [entry.id, entry]));
	return [...byScore].flatMap(([score, own]) => {
		const entry = known.get(score);
		return entry ? [study(entry, own, records.get(score) ?? null)] : [];
	});
}

function study(
	entry: Entry,
	sessions: readonly PracticeSession[],
	record: ProgressOnDisk | null
): Study {
	const page = record?.page ?? pageIn(entry.summary, sessions);
	const progress = learned(record?.progress ?? notStarted(entry.id), sessions, page);
	const target = targetOf(progress, page);
	return {
		entry,
		sessions,
		seconds: sessions.reduce((sum, { seconds }) => sum + seconds, 0),
		page,
		metre: entry.summary?.metre ?? COMMON,
		target,
		progress,
		bars: barStates(sessions, page.bars, target)
	};
}

/** A page that was practised on another device: what the library says of it, or what was played. */
function pageIn(summary: Summary | null, sessions: readonly PracticeSession[]): PracticePage {
	if (summary) {
		const tempo = summary.tempo * quartersInBeat(summary.metre);
		return { bars: summary.bars, tempo, sections: [] };
	}
	const played = sessions.flatMap(({ bars }) => bars);
	return {
		bars: played.reduce((most, { bar }) => Math.max(most, bar + 1), 0),
		tempo: played.reduce((most, { tempo }) => Math.max(most, tempo), 1),
		sections: []
	};
}
