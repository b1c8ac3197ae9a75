/** Public scores as the server lists them. What it sends is parsed, and what can go wrong is a value. */
import { z } from 'zod';
import { fail, ok, type Result } from '#music/result.ts';
import type { Remote } from '#app/sync/remote.ts';

const Found = z.object({
	token: z.string(),
	title: z.string(),
	artist: z.string(),
	by: z.string(),
	instrument: z.enum(['guitar', 'bass', 'ukulele', 'banjo', 'piano', 'melody']).nullable(),
	tempo: z.number().nullable(),
	key: z.object({ fifths: z.int().min(-7).max(7), mode: z.enum(['major', 'minor']) }).nullable(),
	metre: z.string().nullable(),
	difficulty: z.number().nullable(),
	chords: z.string(),
	seconds: z.number(),
	likes: z.int()
});

/** A public score, as far as a list tells of it. */
export type Found = z.infer<typeof Found>;

const Page = z.object({ items: z.array(Found), next: z.string().nullable() });

export type FoundPage = z.infer<typeof Page>;

export interface DiscoverFailure {
	readonly code: 'offline' | 'failed';
}

/** As the server's route takes them. */
export type Query = Readonly<Record<string, string>>;

export class PublicShelf {
	readonly #remote: Remote;

	constructor(remote: Remote) {
		this.#remote = remote;
	}

	/** @throws what `signal` was given up with */
	page(query: Query, signal: AbortSignal): Promise<Result<FoundPage, DiscoverFailure>> {
		const { $get } = this.#remote.api.discover;
		return ask(() => $get({ query }, { init: { signal } }), Page, signal);
	}

	/** Music near the score behind a link; none where it cannot be asked. */
	async near(token: string, signal: AbortSignal): Promise<readonly Found[]> {
		const { $get } = this.#remote.api.discover[':token'].similar;
		const near = z.object({ items: z.array(Found) });
		const answer = await ask(() => $get({ param: { token } }, { init: { signal } }), near, signal);
		return answer.ok ? answer.value.items : [];
	}
}

interface Answer {
	readonly ok: boolean;
	json(): Promise<unknown>;
}

async function ask<T>(
	send: () => Promise<Answer>,
	schema: z.ZodType<T>,
	signal: AbortSignal
): Promise<Result<T, DiscoverFailure>> {
	let answer: Answer;
	let body: unknown;
	try {
		answer = await send();
		body = await answer.json();
	} catch {
		signal.throwIfAborted();
		return fail({ code: 'offline' });
	}
	const parsed = answer.ok ? schema.safeParse(body) : undefined;
	return parsed?.success ? ok(parsed.data) : fail({ code: 'failed' });
}
