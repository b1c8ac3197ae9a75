/** The server as it is: its routes as calls, its answers checked, its news as they come. */
import { z } from 'zod';
import { ScoreDocument } from '#music/document.ts';
import { fail, ok } from '#music/result.ts';
import { forgetFile, sendFile, type UploadFailure } from '#app/uploads/tus.ts';
import type { Answer, AwayCode, FarEar, JobNews } from '#app/away/ports.ts';
import type { Remote } from '#app/sync/remote.ts';

const Offer = z.object({ available: z.boolean(), maxBytes: z.number() });

const Job = z
	.object({
		state: z.enum(['pending', 'active', 'completed', 'failed', 'cancelled']),
		stage: z.enum(['waiting', 'fetching', 'decoding', 'listening', 'writing']),
		progress: z.number(),
		failure: z.string().nullable()
	})
	.transform(({ state, stage, progress, failure }): JobNews => {
		return { state, part: stage, done: progress, failure: failure && why(failure) };
	});

const Refusal = z.object({ error: z.string() }).catch({ error: '' });

/** What a status means for a recording. */
const NO: Readonly<Record<number, string>> = {
	401: 'signed-out',
	404: 'away-lost',
	410: 'away-lost'
};

const UNSENT: Readonly<Record<UploadFailure['code'], AwayCode | 'signed-out' | 'offline'>> = {
	'signed-out': 'signed-out',
	'too-large': 'away-large',
	'not-a-recording': 'away-not-audio',
	'too-many': 'away-busy',
	full: 'away-full',
	'not-taken': 'away-failed',
	offline: 'offline',
	failed: 'away-failed'
};

/** What a worker says of a job that came to nothing; `silent` and `too-long` are the same everywhere. */
const WHY: Readonly<Record<string, string>> = {
	silent: 'silent',
	'too-long': 'too-long',
	empty: 'away-not-audio',
	'not-audio': 'away-not-audio',
	'unsupported-codec': 'away-not-audio',
	encrypted: 'away-not-audio',
	corrupt: 'away-not-audio',
	'too-large': 'away-large',
	'source-gone': 'away-lost'
};
const why = (code: string): string => WHY[code] ?? 'away-failed';

/** @param account whom everything is for, as `api` says, too */
export function farEar({ api }: Remote, account: string): FarEar {
	return {
		async offer(signal) {
			const answer = await asked(() => api.jobs.offer.$get({}, { init: { signal } }));
			if (!answer.ok) return answer;
			const offer = Offer.safeParse(await answer.value.json().catch(() => null)).data;
			return ok(offer?.available ? { maxBytes: offer.maxBytes } : null);
		},
		async send(file, name, { signal, onShare, onCut }) {
			const sent = await sendFile(file, {
				name: file.name,
				account,
				fingerprint: name,
				signal,
				onProgress: (bytes, all) => onShare(bytes / all),
				onCut
			});
			return sent.ok ? sent : fail({ code: UNSENT[sent.error.code] });
		},
		async ask({ upload, title, settings, key }, signal) {
			const wish = { json: { upload, title, settings }, header: { 'idempotency-key': key } };
			const answer = await asked(() => api.jobs.$post(wish, { init: { signal } }));
			return read(answer, (body) => z.object({ id: z.string() }).parse(body).id);
		},
		async watch(job, onNews, signal) {
			for (;;) {
				signal.throwIfAborted();
				const end = await follow(job, onNews, signal);
				if (typeof end !== 'string') return ok(end);
				// One question says whether there is a line, and anything to follow.
				const answer = await asked(() =>
					api.jobs[':id'].$get({ param: { id: job } }, { init: { signal } })
				);
				const now = await read(answer, (body) => Job.parse(body));
				if (!now.ok || isOver(now.value)) return now;
				if (end === 'broken') return fail({ code: 'offline' });
				onNews(now.value);
			}
		},
		async result(job, signal) {
			const answer = await asked(() =>
				api.jobs[':id'].result.$get({ param: { id: job } }, { init: { signal } })
			);
			return read(answer, (body) => ScoreDocument.parse(body));
		},
		async forget({ name, upload, job }, file) {
			// Without a connection it goes by itself: a day after it was begun, a week after it was whole.
			if (job) await asked(() => api.jobs[':id'].cancel.$post({ param: { id: job } }));
			if (upload) await asked(() => api.uploads[':id'].$delete({ param: { id: upload } }));
			else if (file) await forgetFile(file, { fingerprint: name, account });
		}
	};
}

const isOver = ({ state }: JobNews): boolean => state !== 'pending' && state !== 'active';

/** A line that says nothing for so long may be dead without anybody knowing, milliseconds. */
const SILENCE = 60_000;

/** @returns how it ended, or why that is not known. @throws the signal's reason */
function follow(
	job: string,
	onNews: (news: JobNews) => void,
	signal: AbortSignal
): Promise<JobNews | 'broken' | 'silent'> {
	return new Promise((resolve, reject) => {
		const events = new EventSource(`/api/jobs/${job}/events`);
		const over = new AbortController();
		const end = (how: JobNews | 'broken' | 'silent'): void => {
			over.abort();
			resolve(how);
		};
		let quiet = setTimeout(end, SILENCE, 'silent');
		over.signal.addEventListener('abort', () => {
			events.close();
			clearTimeout(quiet);
		});
		events.addEventListener('job', ({ data }: MessageEvent<string>) => {
			clearTimeout(quiet);
			quiet = setTimeout(end, SILENCE, 'silent');
			// What this version does not understand, the answer to one question tells.
			const news = Job.safeParse(JSON.parse(data)).data ?? 'broken';
			if (news === 'broken' || isOver(news)) end(news);
			else onNews(news);
		});
		// Also when the server goes away; whoever asks comes back, and is told what is new.
		events.addEventListener('error', () => end('broken'));
		addEventListener('offline', () => end('broken'), { signal: over.signal });
		const stop = (): void => {
			over.abort();
			reject(signal.reason as Error);
		};
		signal.addEventListener('abort', stop, { signal: over.signal });
	});
}

async function asked(send: () => Promise<Response>): Promise<Answer<Response>> {
	let response: Response;
	try {
		response = await send();
	} catch {
		return fail({ code: 'offline' }); // fetch throws only when nothing was answered, or it was stopped
	}
	if (response.ok) return ok(response);
	const { error } = Refusal.parse(await response.json().catch(() => null));
	if (error === 'other-account') return fail({ code: 'signed-out' });
	if (error === 'too-many-jobs') return fail({ code: 'away-busy' });
	const { status } = response;
	// A server that is overloaded, starting or asked too often is met again later.
	const later = status === 429 || (status >= 500 && status !== 501);
	const wait = Number(response.headers.get('Retry-After')) || 0;
	return fail(later ? { code: 'offline', wait } : { code: NO[status] ?? 'away-failed' });
}

async function read<T>(answer: Answer<Response>, parse: (body: unknown) => T): Promise<Answer<T>> {
	if (!answer.ok) return answer;
	const body: unknown = await answer.value.json().catch(() => undefined);
	// Cut off on the way, or answered by something between here and the server.
	return body === undefined ? fail({ code: 'offline' }) : ok(parse(body));
}
