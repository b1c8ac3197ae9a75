/** The whole server: the health route, one shape for every refusal, and the built app. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { contentSecurityPolicy, secureHeaders } from './headers.ts';
import { site } from './site.ts';

/** What the server needs from outside, so that a test can hand it something smaller. */
export interface Surroundings {
	/** Folder of the built app; must hold an index.html. */
	readonly build: string;
	readonly version: string;
}

/** @example createApp({ build: 'build', version: '0.1.0' }).request('/api/health') */
export function createApp({ build, version }: Surroundings): Hono {
	const policy = contentSecurityPolicy(readFileSync(join(build, 'index.html'), 'utf8'));

	const api = new Hono()
		.use(async (c, next) => {
			await next();
			c.header('Cache-Control', 'no-store');
		})
		.get('/health', (c) => c.json({ status: 'ok', version, node: process.version }))
		.all('*', (c) =>
			c.json({ error: 'not-found', message: `There is no ${c.req.method} ${c.req.path}.` }, 404)
		);

	return new Hono()
		.use(secureHeaders(policy))
		.route('/api', api)
		.route('/', site(build))
		.notFound((c) => c.text('Not found\n', 404))
		.onError((cause, c) => {
			console.error(cause);
			return c.json({ error: 'internal', message: 'The server made a mistake.' }, 500);
		});
}
