/** Recordings that a person chose to send up: bytes in a file store, counted against the account. */
import { createRoute, z } from '@hono/zod-openapi';
import { signedIn } from '#api/accounts/account.ts';
import {
	listRecording,
	recordingOf,
	recordingsOf,
	roomOf,
	unlistRecording
} from '#api/db/recordings.ts';
import { answer } from '#api/describe.ts';
import { router, type Services } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import type { Files } from '#api/files/files.ts';

/** Bytes of one recording: three hours as people keep them. */
const MOST_RECORDING = 300_000_000;

const Id = z.object({ id: z.uuid() });

const Recording = z
	.object({ id: z.string(), name: z.string(), type: z.string(), bytes: z.int() })
	.openapi('Recording');

const refusals = {
	401: refusal('Nobody is signed in'),
	404: refusal('There is no such recording'),
	501: refusal('This server keeps no recordings')
};

export const recordings = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/recordings',
			tags: ['recordings'],
			responses: {
				200: answer(z.object({ recordings: z.array(Recording) }), 'All of the account'),
				401: refusals[401]
			}
		}),
		async (c) => {
			const all = await recordingsOf(c.var.services.database, signedIn(c.var.user).id);
			return c.json({ recordings: [...all] }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/recordings/{id}',
			tags: ['recordings'],
			summary: 'Sends a recording up; its bytes are the body',
			request: {
				params: Id,
				query: z.object({ name: z.string().min(1).max(300) }),
				headers: z.object({
					'content-type': z.string().regex(/^(audio|video)\/[\w.+-]{1,60}(;|$)/),
					'content-length': z.coerce.number().int().min(1)
				})
			},
			responses: {
				200: answer(Recording, 'It is there'),
				400: refusal('It is no recording, or was cut off'),
				...refusals,
				413: refusal('It is too large'),
				507: refusal('The account has no room for it')
			}
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { database, now } = c.var.services;
			const store = storeOf(c.var.services);
			const { id } = c.req.valid('param');
			const { 'content-type': type, 'content-length': length } = c.req.valid('header');
			const there = await recordingOf(database, ownerId, id);
			if (there) return c.json(there, 200);
			if (length > MOST_RECORDING) throw tooLarge();
			if (length > (await roomOf(database, ownerId))) throw noRoom();
			const { body } = c.req.raw;
			const key = `${ownerId}/${id}`;
			const bytes = body && (await store.write(key, body, length));
			if (bytes !== length) {
				// The same recording may have come whole by another request meanwhile.
				if (!(await recordingOf(database, ownerId, id))) await store.remove(key);
				throw new Refused(400, 'cut-off', 'Fewer or more bytes came than were announced.');
			}
			const { name } = c.req.valid('query');
			const recording = { id, name, type: type.split(';')[0]!, bytes };
			if (!(await listRecording(database, ownerId, recording, now()))) {
				await store.remove(key);
				throw noRoom();
			}
			return c.json(recording, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/recordings/{id}',
			tags: ['recordings'],
			request: { params: Id },
			responses: { 200: { description: 'Its bytes, as they came' }, ...refusals }
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const recording = await recordingOf(c.var.services.database, ownerId, id);
			const body = recording && (await storeOf(c.var.services).read(`${ownerId}/${id}`));
			if (!body) throw new Refused(404, 'not-found', 'There is no such recording.');
			return c.body(body, 200, {
				'Content-Type': recording.type,
				'Content-Length': `${recording.bytes}`,
				'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(recording.name)}`
			});
		}
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/recordings/{id}',
			tags: ['recordings'],
			request: { params: Id },
			responses: { 204: { description: 'It is gone' }, ...refusals }
		}),
		async (c) => {
			const { id: ownerId } = signedIn(c.var.user);
			const { id } = c.req.valid('param');
			const store = storeOf(c.var.services);
			if (!(await unlistRecording(c.var.services.database, ownerId, id))) {
				throw new Refused(404, 'not-found', 'There is no such recording.');
			}
			await store.remove(`${ownerId}/${id}`);
			return c.body(null, 204);
		}
	);

function storeOf({ files }: Services): Files {
	if (!files) throw new Refused(501, 'no-recordings', 'This server keeps no recordings.');
	return files;
}

const tooLarge = (): Refused =>
	new Refused(413, 'too-large', `A recording may be at most ${MOST_RECORDING} bytes.`);

const noRoom = (): Refused =>
	new Refused(507, 'storage-full', 'The account has no room for this recording.');
