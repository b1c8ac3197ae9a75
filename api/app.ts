/** The whole server on one port: the API, and the built app for every other address. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createApi } from './api.ts';
import { compressed } from './compress-node.ts';
import type { Services } from './env.ts';
import { answerError } from './errors.ts';
import { contentSecurityPolicy, secureHeaders } from './headers.ts';
import type { Metrics } from './metrics-node.ts';
import { linkPage } from './sharing/pages.ts';
import { site } from './site.ts';

/** What the server needs from outside, so that a test can hand it something smaller. */
export interface Surroundings {
	/** Folder of the built app; must hold an index.html. */
	readonly build: string;
	readonly services: Services;
	readonly metrics?: Pick<Metrics, 'answer'>;
}

/** @example createApp({ build: 'build', services }).request('/api/health') */
export function createApp({ build, services, metrics }: Surroundings): Hono {
	const index = readFileSync(join(build, 'index.html'), 'utf8');
	const policy = contentSecurityPolicy(index);
	const api = createApi(services);
	const page = async (): Promise<Response> =>
		new Response(index, { headers: { 'Content-Security-Policy': policy } });

	return new Hono()
		.use(secureHeaders(policy))
		.use('/api/*', compressed)
		.all('/api/*', (c) => api.fetch(c.req.raw, c.env))
		.get('/metrics', (c, next) => metrics?.answer(c) ?? next())
		.get('*', async (c, next) => (await linkPage(c.req.path, page, services)) ?? next())
		.route('/', site(build))
		.notFound((c) => c.text('Not found\n', 404))
		.onError(answerError);
}
