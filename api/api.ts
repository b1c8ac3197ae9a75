/**
 * The whole API, for every place it runs in: it imports nothing of Node. Routes are chained, so
 * that the app's client (`hc<Api>`) knows them. What a request passes first is in `guard.ts` and
 * `limits.ts`, in this order: cheap refusals before those that ask the database.
 */
import { whoAsks } from './accounts/auth.ts';
import type { OpenApi } from './docs/openapi.ts';
import { docsPage } from './docs/page.ts';
import { POLICY, STYLE } from './docs/style.ts';
import { answerError } from './errors.ts';
import { router, type Services } from './env.ts';
import { allowedOrigins, forThisAccount, fromOurPage, limitBody, safeHeaders } from './guard.ts';
import { FOR_WORKERS, limitAccount, limitAddress } from './limits.ts';
import { workersOnly } from './queue/workers-only.ts';
import { account } from './routes/account.ts';
import { auth } from './routes/auth.ts';
import { changes } from './routes/changes.ts';
import { discover } from './routes/discover.ts';
import { avatarPictures } from './routes/avatars.ts';
import { dead } from './routes/dead-jobs.ts';
import { health } from './routes/health.ts';
import { jobEvents } from './routes/job-events.ts';
import { jobLive } from './routes/job-live.ts';
import { jobs } from './routes/jobs.ts';
import { myData } from './routes/my-data.ts';
import { passkeyEntry } from './routes/passkey-entry.ts';
import { passkeys } from './routes/passkeys.ts';
import { passwords } from './routes/passwords.ts';
import { previews } from './routes/previews.ts';
import { progress } from './routes/progress.ts';
import { providers } from './routes/providers.ts';
import { open } from './routes/public.ts';
import { recordings } from './routes/recordings.ts';
import { reports } from './routes/reports.ts';
import { scores } from './routes/scores.ts';
import { sharedRecording } from './routes/shared-recording.ts';
import { shares } from './routes/shares.ts';
import { takedowns } from './routes/takedowns.ts';
import { uploads } from './routes/uploads.ts';
import { worker } from './routes/worker.ts';
import { watched } from './watch.ts';

/** @example createApi(services).request('/api/health') */
export function createApi(services: Services) {
	const api = router();
	api.onError(answerError);
	api.notFound((c) =>
		c.json({ error: 'not-found', message: `There is no ${c.req.method} ${c.req.path}.` }, 404)
	);
	api.use(async (c, next) => {
		c.set('services', services);
		c.set('user', null);
		await next();
	});
	api.use(watched, safeHeaders);
	api.use(`${FOR_WORKERS}*`, workersOnly);
	api.use(allowedOrigins, fromOurPage, limitBody, limitAddress);
	api.use('/api/*', async (c, next) => {
		const { user, cookies } = await whoAsks(services.auth, c.req.raw.headers);
		c.set('user', user);
		for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
		await next();
	});
	api.use(forThisAccount, limitAccount);
	const about = { openapi: '3.1.0', info: { title: 'Genesis Music', version: services.version } };
	api.doc31('/api/openapi.json', about);
	api.get('/api/docs', (c) => {
		c.header('Content-Security-Policy', POLICY);
		return c.html(docsPage(api.getOpenAPI31Document(about) as unknown as OpenApi));
	});
	api.get('/api/docs.css', (c) =>
		c.body(STYLE, 200, { 'Content-Type': 'text/css; charset=utf-8' })
	);
	return api
		.route('/api', health)
		.route('/api', auth)
		.route('/api', passwords)
		.route('/api', passkeyEntry)
		.route('/api', passkeys)
		.route('/api', changes)
		.route('/api', providers)
		.route('/api', scores)
		.route('/api', recordings)
		.route('/api', uploads)
		.route('/api', jobLive)
		.route('/api', jobs)
		.route('/api', jobEvents)
		.route('/api', dead)
		.route('/api', worker)
		.route('/api', account)
		.route('/api', avatarPictures)
		.route('/api', myData)
		.route('/api', shares)
		.route('/api', progress)
		.route('/api', open)
		.route('/api', sharedRecording)
		.route('/api', previews)
		.route('/api', reports)
		.route('/api', takedowns)
		.route('/api', discover);
}

export type Api = ReturnType<typeof createApi>;
