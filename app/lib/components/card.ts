/** What the library's cards and rows are given: one set of words and one set of actions. */
import { m } from '#app/paraglide/messages.js';
import type { Score } from '#music/score/score.ts';
import type { Entry } from '#app/store/entry.ts';
import { clockTime, instrumentName, keyName, metreName } from '#app/words.ts';

export interface CardActions {
	/** Another tab is hearing its recording. */
	elsewhere(entry: Entry): boolean;
	listen(entry: Entry): void;
	stop(entry: Entry): void;
	about(entry: Entry): void;
	duplicate(entry: Entry): void;
	remove(entry: Entry): void;
	saveRecording(entry: Entry): void;
	readonly thumbnail: (entry: Entry) => Promise<Score | null>;
}

/** Guitar · 0:34 · D major · 3/4 – as much of it as is known. */
export function metaLine({ summary, seconds }: Entry): string {
	const length = seconds > 0 ? [clockTime(seconds)] : [];
	if (!summary) return length.join('');
	return [
		instrumentName(summary.instrument),
		...length,
		keyName(summary.key),
		metreName(summary.metre)
	].join(' · ');
}

/** Where the score stands, when that is worth a word. */
export function stateWords(entry: Entry, elsewhere: boolean): string {
	if (elsewhere) return m.state_elsewhere();
	switch (entry.state) {
		case 'ready':
			if (entry.notes === 0) return m.no_notes();
			return entry.recording ? m.state_on_device() : m.state_no_recording();
		case 'waiting':
			return m.state_waiting();
		case 'failed':
			return m.state_failed();
	}
}
