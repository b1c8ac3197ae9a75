/**
 * Files for the server's ear: sent by tus (https://tus.io/protocols/resumable-upload, its core and
 * `creation`, `creation-with-upload`, `expiration`, `termination`, `checksum`), or fetched from a link.
 */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { signedIn } from '#api/accounts/account.ts';
import { uploadOf, uploadsOf, type Upload as UploadRow } from '#api/db/uploads.ts';
import { answer, body } from '#api/describe.ts';
import { router, type Env, type Services } from '#api/env.ts';
import { Refused, refusal } from '#api/errors.ts';
import { spend } from '#api/limits.ts';
import { removeUpload, UPLOAD, type Landing } from '#api/uploads/uploads.ts';

const tags = ['uploads'];
const Id = z.object({ id: z.uuid() });

const Upload = z
	.object({
		id: z.string(),
		name: z.string(),
		/** By its content; empty until the last byte has come. */
		type: z.string(),
		bytes: z.int(),
		sha256: z.string().nullable(),
		state: z.enum(['partial', 'complete']),
		/** When it is taken away at the latest, milliseconds since 1970. */
		expires: z.int()
	})
	.openapi('Upload');

const shown = ({ id, name, type, bytes, sha256, state, expires }: UploadRow) => ({
	...{ id, name, type, bytes, sha256, state },
	expires: expires.getTime()
});

const refusals = {
	401: refusal('Nobody is signed in'),
	404: refusal('There is no such upload'),
	501: refusal('This server takes no uploads')
};

const refusedContent = {
	413: refusal('It is too large'),
	415: refusal('It is no recording, by its content'),
	429: refusal('Too many are under way, or too much came in too short a time'),
	507: refusal('The account has no room for it')
};

/** What tus asks is answered by its library. HEAD comes to Hono as GET; the request itself knows better. */
const tus =
	(methods: RegExp): MiddlewareHandler<Env> =>
	async (c, next) => {
		const { raw } = c.req;
		if (!methods.test(raw.method)) return next();
		const { id } = signedIn(c.var.user);
		const landing = landingOf(c.var.services);
		if (raw.method !== 'HEAD') {
			const unsaid = raw.headers.has('Content-Type') ? UPLOAD.chunk : 0;
			const amount = Number(raw.headers.get('Content-Length') ?? unsaid);
			await spend(c.var.services, [{ limit: 'uploadedBytes', whose: id, amount }]);
		}
		return landing.receive(raw, id);
	};

const own = router();
own.use('/uploads', tus(/^POST$/));
own.use('/uploads/:id', tus(/^(HEAD|PATCH)$/));

const resumable = z.object({ 'tus-resumable': z.literal('1.0.0') });
const location = z.object({ location: z.string(), 'upload-offset': z.int() });
const offset = z.object({ 'upload-offset': z.int(), 'upload-length': z.int() });

own.openAPIRegistry.registerPath({
	method: 'post',
	path: '/uploads',
	tags,
	summary: 'Begins an upload by tus; its room is taken at once',
	request: {
		headers: resumable.extend({
			'upload-length': z.int().max(UPLOAD.most),
			/** Of it `name` is kept, and `sha256` (of the whole, in hex) compared. */
			'upload-metadata': z.string().optional()
		})
	},
	responses: {
		201: { description: 'It may come; its id ends the address in Location', headers: location },
		401: refusals[401],
		501: refusals[501],
		...refusedContent
	}
});
own.openAPIRegistry.registerPath({
	method: 'head',
	path: '/uploads/{id}',
	tags,
	summary: 'How much of it has come',
	request: { params: Id, headers: resumable },
	responses: { 200: { description: 'So much', headers: offset }, ...refusals }
});
own.openAPIRegistry.registerPath({
	method: 'patch',
	path: '/uploads/{id}',
	tags,
	summary: `Sends its next bytes, at most ${UPLOAD.chunk} at a time; after the last one it is looked at`,
	request: {
		params: Id,
		headers: resumable.extend({
			'upload-offset': z.int(),
			'content-type': z.literal('application/offset+octet-stream'),
			/** `sha256` and the hash of these bytes in base64. */
			'upload-checksum': z.string().optional()
		})
	},
	responses: {
		204: { description: 'They are there', headers: offset.pick({ 'upload-offset': true }) },
		...refusals,
		409: refusal('Other bytes are due'),
		...refusedContent,
		422: refusal('The whole is not what its checksum says'),
		460: refusal('The bytes are not what their checksum says')
	}
});

export const uploads = own
	.openapi(
		createRoute({
			method: 'get',
			path: '/uploads',
			tags,
			responses: {
				200: answer(z.object({ uploads: z.array(Upload) }), 'All of the account'),
				401: refusals[401]
			}
		}),
		async (c) => {
			const all = await uploadsOf(c.var.services.database, signedIn(c.var.user).id);
			return c.json({ uploads: all.map(shown) }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'post',
			path: '/uploads/link',
			tags,
			summary: 'Has the server fetch an audio file from a public address',
			request: body(z.strictObject({ url: z.string().min(1).max(2_000) })),
			responses: {
				201: answer(Upload, 'It is there, and whole'),
				401: refusals[401],
				...refusedContent,
				422: refusal('It is no link, or nothing could be fetched from it'),
				501: refusal('This server fetches no links')
			}
		}),
		async (c) => {
			const { id } = signedIn(c.var.user);
			const { services } = c.var;
			const landing = landingOf(services);
			if (!services.fetchLink) throw noLinks();
			await spend(services, [{ limit: 'links', whose: id }]);
			const file = await services.fetchLink(c.req.valid('json').url, c.req.raw.signal);
			return c.json(shown(await landing.take(file, id)), 201);
		}
	)
	.openapi(
		createRoute({
			method: 'get',
			path: '/uploads/{id}',
			tags,
			request: { params: Id },
			responses: { 200: answer(Upload, 'What is known of it'), ...refusals }
		}),
		async (c) => c.json(shown(await ownUpload(c, c.req.valid('param').id)), 200)
	)
	.openapi(
		createRoute({
			method: 'delete',
			path: '/uploads/{id}',
			tags,
			summary: 'Ends it, or takes it away',
			request: { params: Id },
			responses: { 204: { description: 'It is gone' }, ...refusals }
		}),
		async (c) => {
			await removeUpload(c.var.services, (await ownUpload(c, c.req.valid('param').id)).id);
			return c.body(null, 204, { 'Tus-Resumable': '1.0.0' });
		}
	);

/** Throws `Refused` where the person has none of that id. */
async function ownUpload(c: Context<Env>, id: string): Promise<UploadRow> {
	const upload = await uploadOf(c.var.services.database, signedIn(c.var.user).id, id);
	if (!upload) throw new Refused(404, 'not-found', 'There is no such upload.');
	return upload;
}

function landingOf({ landing }: Services): Landing {
	if (!landing) throw new Refused(501, 'no-uploads', 'This server takes no uploads.');
	return landing;
}

const noLinks = (): Refused => new Refused(501, 'no-links', 'This server fetches no links.');
