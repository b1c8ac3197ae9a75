/**
 * The whole API, for every place it runs in: it imports nothing of Node. Routes are chained, so
 * that the app's client (`hc<Api>`) knows them.
 */
import { whoAsks } from './accounts/auth.ts';
import { answerError } from './errors.ts';
import { router, type Services } from './env.ts';
import { health } from './routes/health.ts';

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
		if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
	});
	api.on(['GET', 'POST'], '/api/auth/*', (c) => services.auth.handler(c.req.raw));
	api.use('/api/*', async (c, next) => {
		c.set('user', await whoAsks(services.auth, c.req.raw.headers));
		await next();
	});
	api.doc31('/api/openapi.json', {
		openapi: '3.1.0',
		info: { title: 'Genesis Music', version: services.version }
	});
	return api.route('/api', health);
}

export type Api = ReturnType<typeof createApi>;
