/** How far the listening is, here or on a server, and why it came to nothing. The switches are exhaustive, so a new code needs new words. */
import type { Part } from '#app/away/ports.ts';
import { m } from '#app/paraglide/messages.js';
import { getLocale } from '#app/paraglide/runtime.js';
import type { IntakeFailure } from '#app/state/intake.ts';
import type { Job, ListenCode } from '#app/state/transcription.svelte.ts';

/** What happened; what is kept and what to do is said beside it. */
export function explain(code: ListenCode | IntakeFailure['code']): string {
	switch (code) {
		case 'empty':
			return m.error_empty();
		case 'silent':
			return m.error_silent();
		case 'not-audio':
			return m.error_not_audio();
		case 'unsupported-codec':
			return m.error_unsupported_codec();
		case 'encrypted':
			return m.error_encrypted();
		case 'too-long':
			return m.error_too_long();
		case 'corrupt':
			return m.error_corrupt();
		case 'no-engine':
			return m.error_no_engine();
		case 'crashed':
			return m.error_crashed();
		case 'offline':
			return m.offline_ear();
		case 'damaged':
			return m.damaged_ear();
		case 'full':
			return m.error_full();
		case 'closed':
			return m.error_closed();
		case 'missing':
			return m.error_missing();
		case 'unreadable':
			return m.error_unreadable();
		case 'not-a-score':
			return m.error_not_a_score();
		case 'away-large':
			return m.away_error_large();
		case 'away-not-audio':
			return m.away_error_not_audio();
		case 'away-busy':
			return m.away_error_busy();
		case 'away-full':
			return m.away_error_full();
		case 'away-lost':
			return m.away_error_lost();
		case 'away-failed':
			return m.away_error_failed();
	}
}

/** 0.41 → 41 %, spaced as the language does. */
const percent = (share: number): string =>
	new Intl.NumberFormat(getLocale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** Listening… 41 % · about 20 s left */
export function listeningWords(progress: Job['progress'], share = progress?.done ?? 0): string {
	if (!progress) return m.listening_queued();
	switch (progress.stage) {
		case 'loading':
			return m.listening_loading({ share: percent(share) });
		case 'decoding':
			return m.listening_decoding();
		case 'listening': {
			const left = progress.secondsLeft;
			return left === null
				? m.listening_share({ share: percent(share) })
				: m.listening_left({ share: percent(share), left: aboutSeconds(left) });
		}
		case 'away':
			return progress.offline ? m.away_offline() : partWords(progress.part, percent(share));
	}
}

/** Where a recording is that the server hears. */
function partWords(part: Part, share: string): string {
	switch (part) {
		case 'sending':
			return m.away_sending({ share });
		case 'waiting':
			return m.away_waiting();
		case 'fetching':
		case 'decoding':
			return m.away_reading();
		case 'listening':
			return m.away_listening({ share });
		case 'writing':
			return m.away_writing();
	}
}

/** Whole seconds while they are few, then fives, then minutes: a number that does not jitter. */
export function aboutSeconds(left: number): string {
	if (left >= 90) return m.about_minutes({ count: Math.round(left / 60) });
	const count = left > 12 ? Math.ceil(left / 5) * 5 : Math.max(1, Math.ceil(left));
	return count === 1 ? m.about_seconds_one() : m.about_seconds({ count });
}

const LISTEN_CODES: ReadonlySet<string> = new Set<ListenCode>([
	'empty',
	'silent',
	'not-audio',
	'unsupported-codec',
	'encrypted',
	'too-long',
	'corrupt',
	'no-engine',
	'crashed',
	'full',
	'closed',
	'missing',
	'unreadable',
	'offline',
	'damaged',
	'away-large',
	'away-not-audio',
	'away-full',
	'away-busy',
	'away-lost',
	'away-failed'
]);

/** A stored code may come from an older version, so it is checked before it is put into words. */
export const isListenCode = (code: string | null): code is ListenCode =>
	code !== null && LISTEN_CODES.has(code);

/** What became of a recording that could not be heard, and what to do. */
export function whatIsKept(code: ListenCode): string {
	switch (code) {
		case 'empty':
		case 'not-audio':
			return m.kept_nothing();
		case 'unsupported-codec':
		case 'encrypted':
		case 'corrupt':
			return m.kept_recording_codec();
		case 'too-long':
			return m.kept_recording_long();
		case 'missing':
			return m.kept_missing();
		case 'unreadable':
			return m.kept_unreadable();
		case 'closed':
			return m.store_retry();
		case 'offline':
		case 'damaged':
			return m.offline_ear_kept();
		case 'silent':
		case 'no-engine':
		case 'crashed':
		case 'full':
		case 'away-large':
		case 'away-not-audio':
		case 'away-full':
		case 'away-busy':
		case 'away-lost':
		case 'away-failed':
			return m.kept_recording();
	}
}
