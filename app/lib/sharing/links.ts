/** Links as the server keeps them. What it sends is parsed, and what can go wrong is a value. */
import { z } from 'zod';
import { ScoreDocument } from '#music/document.ts';
import { fail, ok, type Result } from '#music/result.ts';
import type { Remote } from '#app/sync/remote.ts';

export interface LinkFailure {
	/**
	 * `gone`: the link has ended, or never was. `not-there`: the score has not reached the account.
	 * `taken-down`: it may not be shared. `forbidden`: only for admins. `too-often`: wait a little.
	 * `failed`: the server said something else.
	 */
	readonly code:
		| 'gone'
		| 'not-there'
		| 'taken-down'
		| 'signed-out'
		| 'forbidden'
		| 'too-often'
		| 'offline'
		| 'failed';
}

const SharedScore = z.object({
	document: ScoreDocument,
	revision: z.number(),
	by: z.string(),
	visibility: z.enum(['unlisted', 'public']),
	allowed: z.object({ export: z.boolean(), copy: z.boolean(), recording: z.boolean() }),
	likes: z.number(),
	liked: z.boolean(),
	own: z.boolean()
});

/** What a link opens. */
export type SharedScore = z.infer<typeof SharedScore>;

const Link = z.object({
	token: z.string(),
	created: z.number(),
	views: z.number(),
	allowExport: z.boolean(),
	allowCopy: z.boolean(),
	allowRecording: z.boolean()
});

export type Link = z.infer<typeof Link>;

const Sharing = z.object({
	visibility: z.enum(['private', 'unlisted', 'public']),
	likes: z.number(),
	views: z.number(),
	copies: z.number(),
	takenDown: z.boolean(),
	/** Where its recording is: only one in the account can be heard by others. */
	recording: z.enum(['account', 'device', 'none']),
	links: z.array(Link)
});

/** How a score of one's own is shared. */
export type Sharing = z.infer<typeof Sharing>;

export type Allowed = Partial<Pick<Link, 'allowExport' | 'allowCopy' | 'allowRecording'>>;
export type Reason = 'copyright' | 'offensive' | 'spam' | 'other';
export type Outcome = 'dismissed' | 'taken-down';

const Report = z.object({
	id: z.string(),
	reason: z.enum(['copyright', 'offensive', 'spam', 'other']),
	text: z.string(),
	created: z.number(),
	title: z.string(),
	artist: z.string(),
	by: z.string(),
	token: z.string().nullable()
});

export type Report = z.infer<typeof Report>;

const Reports = z.object({ reports: z.array(Report) }).transform(({ reports }) => reports);

const Takedown = z.object({
	id: z.string(),
	title: z.string(),
	artist: z.string(),
	by: z.string(),
	/** Nobody else may share the same music, either. */
	everywhere: z.boolean(),
	created: z.number()
});

/** What may not be shared until it is lifted. */
export type Takedown = z.infer<typeof Takedown>;

const Takedowns = z.object({ takedowns: z.array(Takedown) }).transform((all) => all.takedowns);

/** What the server's ear could not do, without whose it is or of what. */
export type FailedJob = z.infer<typeof FailedJob>;
const FailedJob = z.object({
	id: z.string(),
	code: z.string().nullable(),
	attempts: z.number(),
	ended: z.number()
});
const FailedJobs = z.object({ jobs: z.array(FailedJob) }).transform(({ jobs }) => jobs);

export class Links {
	readonly #remote: Remote;

	constructor(remote: Remote) {
		this.#remote = remote;
	}

	open(token: string, signal: AbortSignal): Promise<Result<SharedScore, LinkFailure>> {
		const { $get } = this.#remote.api.public[':token'];
		return ask(() => $get({ param: { token } }, { init: { signal } }), SharedScore, signal);
	}

	/** Where its recording is, which is fetched in parts while it plays. */
	recordingOf(token: string): string {
		return this.#remote.api.public[':token'].recording.$url({ param: { token } }).href;
	}

	/** Says that somebody looks at it; nobody waits for the answer. */
	viewed(token: string): void {
		void ask(() => this.#remote.api.public[':token'].views.$post({ param: { token } }));
	}

	copied(token: string): void {
		void ask(() => this.#remote.api.public[':token'].copies.$post({ param: { token } }));
	}

	like(token: string, likes: boolean): Promise<Result<void, LinkFailure>> {
		const { $put, $delete } = this.#remote.api.public[':token'].like;
		return ask(() => (likes ? $put : $delete)({ param: { token } }));
	}

	report(token: string, reason: Reason, text: string): Promise<Result<void, LinkFailure>> {
		const { $post } = this.#remote.api.public[':token'].reports;
		return ask(() => $post({ param: { token }, json: { reason, text } }));
	}

	/** What was reported, for an admin. */
	reports(): Promise<Result<readonly Report[], LinkFailure>> {
		return ask(() => this.#remote.api.admin.reports.$get(), Reports);
	}

	answer(id: string, outcome: Outcome): Promise<Result<void, LinkFailure>> {
		const { $post } = this.#remote.api.admin.reports[':id'];
		return ask(() => $post({ param: { id }, json: { outcome } }));
	}

	/** What is taken down, for an admin. */
	takedowns(): Promise<Result<readonly Takedown[], LinkFailure>> {
		return ask(() => this.#remote.api.admin.takedowns.$get(), Takedowns);
	}

	/** Its owner may share it again. */
	lift(id: string): Promise<Result<void, LinkFailure>> {
		return ask(() => this.#remote.api.admin.takedowns[':id'].$delete({ param: { id } }));
	}

	/** Recordings that the server gave up, for an admin. */
	failedJobs(): Promise<Result<readonly FailedJob[], LinkFailure>> {
		return ask(() => this.#remote.api.admin.jobs.$get(), FailedJobs);
	}

	/** It stands in line anew. */
	retryJob(id: string): Promise<Result<void, LinkFailure>> {
		return ask(() => this.#remote.api.admin.jobs[':id'].retry.$post({ param: { id } }));
	}

	/** It is not listed any more. */
	letGoJob(id: string): Promise<Result<void, LinkFailure>> {
		return ask(() => this.#remote.api.admin.jobs[':id'].$delete({ param: { id } }));
	}

	of(id: string): Promise<Result<Sharing, LinkFailure>> {
		return ask(() => this.#remote.api.scores[':id'].shares.$get({ param: { id } }), Sharing);
	}

	make(id: string): Promise<Result<Sharing, LinkFailure>> {
		const { $post } = this.#remote.api.scores[':id'].shares;
		return ask(() => $post({ param: { id }, json: {} }), Sharing);
	}

	allow(id: string, token: string, json: Allowed): Promise<Result<Sharing, LinkFailure>> {
		const { $patch } = this.#remote.api.scores[':id'].shares[':token'];
		return ask(() => $patch({ param: { id, token }, json }), Sharing);
	}

	/** Private ends every link that it has. */
	show(id: string, visibility: Sharing['visibility']): Promise<Result<Sharing, LinkFailure>> {
		const { $put } = this.#remote.api.scores[':id'].visibility;
		return ask(() => $put({ param: { id }, json: { visibility } }), Sharing);
	}
}

interface Answer {
	readonly ok: boolean;
	readonly status: number;
	json(): Promise<unknown>;
}

/** @param signal of the asking: when it is given up nobody is told, the abort passes through */
async function ask(
	send: () => Promise<Answer>,
	schema?: undefined,
	signal?: AbortSignal
): Promise<Result<void, LinkFailure>>;
async function ask<T>(
	send: () => Promise<Answer>,
	schema: z.ZodType<T>,
	signal?: AbortSignal
): Promise<Result<T, LinkFailure>>;
async function ask<T>(
	send: () => Promise<Answer>,
	schema?: z.ZodType<T>,
	signal?: AbortSignal
): Promise<Result<T | void, LinkFailure>> {
	let answer: Answer;
	let body: unknown;
	try {
		answer = await send();
		body = answer.status === 204 ? undefined : await answer.json();
	} catch {
		signal?.throwIfAborted();
		return fail({ code: 'offline' });
	}
	if (!answer.ok) return fail({ code: codeOf(body) });
	if (!schema) return ok(undefined);
	const parsed = schema.safeParse(body);
	return parsed.success ? ok(parsed.data) : fail({ code: 'failed' });
}

const CODES = {
	gone: 'gone',
	'not-found': 'not-there',
	'taken-down': 'taken-down',
	'sign-in-first': 'signed-out',
	forbidden: 'forbidden',
	'too-many-requests': 'too-often'
} as const;

function codeOf(body: unknown): LinkFailure['code'] {
	const told = z.object({ error: z.string() }).safeParse(body).data?.error ?? '';
	return CODES[told as keyof typeof CODES] ?? 'failed';
}
