/** Jobs as a test asks for them, and a worker that a test leads by the hand. */
import type { Failure, Outcome, Standing, Work } from '#api/queue/protocol.ts';
import { WORKER_TOKEN, type Person } from '#tests/support/api.ts';
import { document } from '#tests/support/open-library.ts';
import { wav } from '#tests/support/clicks.ts';
import { send } from '#tests/support/send.ts';
import { uploaded } from '#tests/support/tus.ts';

/** A tenth of a second of silence. */
export const SHORT = Buffer.from(wav(new Float32Array(2205), { hertz: 22_050 }));

/** What a worker hands in. */
export const scoreOf = (title: string): string => JSON.stringify(document(title));

/** Sends a recording up and asks for it to be heard. @returns the id of the job */
export async function asked(person: Person, title = 'Waltz', key?: string): Promise<string> {
	const upload = await uploaded(person, SHORT, { name: `${title}.wav` });
	const headers: Record<string, string> = key ? { 'Idempotency-Key': key } : {};
	const response = await send(person, 'POST', '/api/jobs', { upload, title }, headers);
	if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
	return ((await response.json()) as { id: string }).id;
}

export async function jobAt(person: Person, id: string): Promise<Record<string, unknown>> {
	return (await (await person.request(`/api/jobs/${id}`)).json()) as Record<string, unknown>;
}

type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>;

/** By the words of the protocol, one at a time. */
export function workerAt(ask: Ask, name = 'worker-1') {
	const headers = { Authorization: `Bearer ${WORKER_TOKEN}` };
	const post = async (path: string, body: unknown): Promise<Response> =>
		ask(path, {
			method: 'POST',
			headers: { ...headers, 'Content-Type': 'application/json' },
			body: JSON.stringify(body)
		});
	const said = async <S>(response: Promise<Response>): Promise<S> =>
		((await (await response).json()) as { state: S }).state;
	const about = ({ job }: Work, what: string): string => `/api/worker/jobs/${job.id}/${what}`;
	const held = ({ lease }: Work) => ({ ...headers, 'Lease-Token': lease.token });

	return {
		async claim(): Promise<Work | null> {
			const response = await post('/api/worker/claim', { worker: name });
			if (response.status === 204) return null;
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			return (await response.json()) as Work;
		},
		beat: (work: Work) =>
			said<Standing['state']>(post(about(work, 'beat'), { token: work.lease.token })),
		progress: (work: Work, progress: number) =>
			said<Standing['state']>(
				post(about(work, 'progress'), { token: work.lease.token, stage: 'listening', progress })
			),
		giveBack: (work: Work) =>
			said<Standing['state']>(post(about(work, 'give-back'), { token: work.lease.token })),
		fail: (work: Work, why: Omit<Failure, 'token'>) =>
			said<Outcome['state']>(post(about(work, 'failure'), { ...why, token: work.lease.token })),
		finish: async (work: Work, text: string): Promise<Response> =>
			ask(about(work, 'result'), { method: 'PUT', headers: held(work), body: text }),
		source: async (work: Work): Promise<Response> => ask(work.job.source, { headers: held(work) }),
		checkpoint: async (work: Work, bytes?: Uint8Array<ArrayBuffer>): Promise<Response> =>
			ask(about(work, 'checkpoint'), {
				headers: held(work),
				...(bytes && { method: 'PUT', body: bytes })
			})
	};
}
