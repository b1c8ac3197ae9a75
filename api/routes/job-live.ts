/**
 * All jobs of a person as they go on, by WebSocket: first those that there are, then each that
 * changes, as it is. Whoever comes back gets them all again, so nothing is lost between.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { WSContext } from 'hono/ws';
import { signedIn } from '#api/accounts/account.ts';
import type { SignedIn } from '#api/accounts/auth.ts';
import { jobsOf, stillSignedIn } from '#api/db/jobs.ts';
import { answer } from '#api/describe.ts';
import { router, type Services } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { isOurs } from '#api/guard.ts';
import { factsOf } from '#api/log.ts';
import type { Watch } from '#api/queue/bus.ts';
import { LOOK, SILENCE } from '#api/queue/watching.ts';
import { Job, shown } from './jobs.ts';

/** Of the private range: the person was signed out. */
const SIGNED_OUT = 4401;
const MISTAKE = 1011;
const GOING_AWAY = 1001;

const Message = z.discriminatedUnion('kind', [
	z.object({ kind: z.literal('jobs'), jobs: z.array(Job) }),
	z.object({ kind: z.literal('job'), job: Job }),
	z.object({ kind: z.literal('still-here') })
]);

export const jobLive = router().openapi(
	createRoute({
		method: 'get',
		path: '/jobs/live',
		tags: ['jobs'],
		summary: 'All jobs of the account as they go on, by WebSocket',
		responses: {
			200: answer(Message, 'Each message of the socket'),
			401: refusal('Nobody is signed in'),
			403: refusal('The page is none of ours'),
			426: refusal('It is no WebSocket'),
			501: refusal('This server has none: use the events of a job')
		}
	}),
	async (c) => {
		const user = signedIn(c.var.user);
		const { services } = c.var;
		const { jobs, live } = services;
		if (!jobs || !live) throw new Refused(501, 'no-live', 'This server has no WebSocket.');
		if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket') {
			throw new Refused(426, 'no-websocket', 'Come by WebSocket.', { Upgrade: 'websocket' });
		}
		// The browser sends cookies along from any page; it does not forge this, and CORS is not asked.
		if (!isOurs(services, c.req.header('Origin') ?? '')) {
			throw new Refused(403, 'foreign-origin', 'This page may not act for the person signed in.');
		}
		// A handshake that comes to nothing leaves nothing behind: it is watched for when there is a socket.
		let watch: Watch | null = null;
		const opened = await live(c, {
			onOpen: (_, socket) => {
				watch = jobs.bus.watch(user.id);
				void follow(services, user, watch, socket);
			},
			onClose: () => watch?.close(),
			onError: () => watch?.close()
		});
		return opened as never;
	}
);

async function follow(
	services: Services,
	{ id, sessionId }: SignedIn,
	watch: Watch,
	socket: WSContext
): Promise<void> {
	const { database, log, now } = services;
	const say = (message: z.infer<typeof Message>): void => socket.send(JSON.stringify(message));
	const told = new Map<string, number>();
	let first = true;
	let quiet = performance.now();
	try {
		do {
			if (!(await stillSignedIn(database, sessionId, now()))) {
				return socket.close(SIGNED_OUT, 'signed out');
			}
			const all = await jobsOf(database, id);
			const news = all.filter((job) => told.get(job.id) !== job.revision);
			if (first) say({ kind: 'jobs', jobs: all.map(shown) });
			else for (const job of news) say({ kind: 'job', job: shown(job) });
			for (const job of news) told.set(job.id, job.revision);
			if (first || news.length > 0) quiet = performance.now();
			first = false;
			if (performance.now() - quiet > SILENCE) {
				say({ kind: 'still-here' });
				quiet = performance.now();
			}
		} while (await watch.next(LOOK));
		socket.close(GOING_AWAY, 'the server stops');
	} catch (cause) {
		log.error('live-broke', factsOf(cause));
		socket.close(MISTAKE, 'a mistake of ours');
	} finally {
		watch.close();
	}
}
