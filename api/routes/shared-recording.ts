/**
 * The recording behind a link, where its owner lets others hear it. It is asked for in parts while
 * it plays, and each part anew: a link that has ended is silent from the next one on.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { router, type Env } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { rangeIn } from '#api/files/range.ts';
import { addressGroup, spend } from '#api/limits.ts';
import { scoreBehind } from '#api/sharing/behind.ts';

/** Bytes of one part: half a minute of what people record. */
const PART = 1_000_000;

const SOUND = /^(audio|video)\/[\w.+-]+$/;

export const sharedRecording = router().openapi(
	createRoute({
		method: 'get',
		path: '/public/{token}/recording',
		tags: ['sharing'],
		summary: 'The recording, whole or a part of it by Range',
		request: { params: z.object({ token: z.string().max(64) }) },
		responses: {
			200: { description: 'Its bytes' },
			206: { description: `The part that was asked for, at most ${PART} bytes of it` },
			304: { description: 'As it was' },
			404: refusal('There is no such link, or it lets nobody hear a recording'),
			416: refusal('It has no such part'),
			429: refusal('Too much was heard from this address')
		}
	}),
	async (c) => {
		const { recording, ownerId, token } = await scoreBehind(c, c.req.valid('param').token);
		const { files } = c.var.services;
		if (!recording || !files) throw silent();
		const tag = await tagOf(token, recording.id);
		const headers = {
			ETag: tag,
			// Kept by nobody but the one who hears it, and never heard again without asking.
			'Cache-Control': 'private, no-cache',
			'Accept-Ranges': 'bytes'
		};
		if (c.req.header('If-None-Match') === tag) return c.body(null, 304, headers);

		const { bytes: size } = recording;
		const range = rangeIn(wantedRange(c, tag), size, PART);
		if (range === 'beyond') {
			const there = { 'Content-Range': `bytes */${size}` };
			throw new Refused(416, 'no-such-part', `The recording has ${size} bytes.`, there);
		}
		const amount = range ? range.end - range.start + 1 : size;
		const answer = {
			...headers,
			...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${size}` }),
			'Content-Type': SOUND.test(recording.type) ? recording.type : 'audio/x-recording',
			'Content-Length': `${amount}`,
			// To be heard on the page: whoever opens its address gets no page of it.
			'Content-Disposition': 'attachment; filename="recording"'
		};
		const status = range ? 206 : 200;
		if (c.req.method === 'HEAD') return c.body(null, status, answer);
		await spendBytes(c, amount);
		const body = await files.read(`${ownerId}/${recording.id}`, range ?? undefined);
		if (!body) throw silent();
		return c.body(body, status, answer);
	}
);

/** A part of another recording than the one that was begun would be noise: then all of it is sent. */
function wantedRange(c: Context<Env>, tag: string): string | undefined {
	const begun = c.req.header('If-Range');
	return begun === undefined || begun === tag ? c.req.header('Range') : undefined;
}

function spendBytes(c: Context<Env>, amount: number): Promise<void> {
	const whose = addressGroup(c.var.services.address(c));
	return spend(c.var.services, [{ limit: 'heardBytes', whose, amount }]);
}

/** Bytes of a recording never change; its id is its owner's business, so strangers get a hash. */
async function tagOf(token: string, id: string): Promise<string> {
	const text = new TextEncoder().encode(`${token} ${id}`);
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text), 0, 12);
	return `"${Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}"`;
}

const silent = (): Refused =>
	new Refused(404, 'no-recording', 'There is no recording to be heard here.');
