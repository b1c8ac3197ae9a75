/** What the API is told of a job that did not come to its end: a code, a sentence, and whether to try again. */
import { SoundError } from '#models/audio/sound.ts';
import { WORDS } from '#models/audio/words.ts';
import { Away, Rejected } from './link.ts';

/** This worker cannot tell that apart; another one may. */
export class NoSuchStem extends Error {
	override readonly name = 'NoSuchStem';
}

export function failureOf(cause: unknown): {
	readonly code: string;
	readonly message: string;
	readonly final: boolean;
} {
	if (cause instanceof SoundError) {
		const { code } = cause.failure;
		return { code, message: sentence(WORDS[code]), final: true };
	}
	if (cause instanceof Rejected && (cause.status === 404 || cause.status === 410)) {
		return { code: 'source-gone', message: 'The recording is not there any more.', final: true };
	}
	if (cause instanceof Rejected && cause.status === 413) {
		return {
			code: 'too-large',
			message: 'The score is larger than the server takes.',
			final: true
		};
	}
	if (cause instanceof NoSuchStem) {
		const message = 'This worker cannot take that out of a recording.';
		return { code: 'no-separator', message, final: false };
	}
	if (cause instanceof Away) {
		return { code: 'api-away', message: 'The server could not be reached.', final: false };
	}
	if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC') {
		return { code: 'no-space', message: 'The worker has no room for the recording.', final: false };
	}
	return { code: 'crashed', message: 'The worker made a mistake.', final: false };
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
