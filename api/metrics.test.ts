import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMetrics, type Metrics } from '#api/metrics-node.ts';
import { openApi, type TestApi } from '#tests/support/api.ts';

let api: TestApi;
let metrics: Metrics;

beforeEach(async () => {
	api = await openApi();
	metrics = metricsWith(null);
});

afterEach(() => api.close());

const metricsWith = (token: string | null): Metrics =>
	createMetrics({ database: api.database, version: '9.8.7', token, now: api.services.now });

/** Asks as the server on Node does, from an address. */
function ask(of: Metrics, from: string, headers: Record<string, string> = {}): Promise<Response> {
	const app = new Hono().get('/metrics', (c) => of.answer(c));
	const incoming = { socket: { remoteAddress: from, remotePort: 1, remoteFamily: 'IPv4' } };
	return Promise.resolve(app.request('/metrics', { headers }, { incoming }));
}

describe('who may see the metrics', () => {
	test('without a token, whoever asks from this machine, and nobody for whom a proxy asks', async () => {
		expect((await ask(metrics, '127.0.0.1')).status).toBe(200);
		expect((await ask(metrics, '::ffff:127.0.0.1')).status).toBe(200);
		expect((await ask(metrics, '192.0.2.7')).status).toBe(404);
		expect((await ask(metrics, '127.0.0.1', { 'X-Forwarded-For': '192.0.2.7' })).status).toBe(404);
	});

	test('with a token, whoever has it', async () => {
		const guarded = metricsWith('open sesame');
		const from = (token: string) => ask(guarded, '192.0.2.7', { Authorization: `Bearer ${token}` });

		expect((await from('open sesame')).status).toBe(200);
		expect((await from('open says me')).status).toBe(404);
		expect((await ask(guarded, '127.0.0.1')).status).toBe(404);
	});
});

test('what is counted is there to be scraped, with the event loop and no id of anything', async () => {
	metrics.watch.request({ route: '/api/scores/:id', method: 'GET', status: 200, seconds: 0.03 });
	metrics.watch.jobStarted(4);
	metrics.watch.jobEnded('completed', 7);
	metrics.watch.attemptFailed('not-audio', true);

	const text = await (await ask(metrics, '127.0.0.1')).text();

	expect(text).toContain(
		'genesis_http_request_seconds_count{method="GET",route="/api/scores/:id",status="200"} 1'
	);
	expect(text).toContain('genesis_job_wait_seconds_sum 4');
	expect(text).toContain('genesis_job_run_seconds_sum{state="completed"} 7');
	expect(text).toContain('genesis_job_failures_total{reason="not-audio",final="true"} 1');
	expect(text).toContain('genesis_jobs{state="pending"} 0');
	expect(text).toContain('genesis_job_oldest_wait_seconds 0');
	expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
	expect(text).toContain('genesis_info{version="9.8.7"} 1');
});

describe('a request', () => {
	test('is counted by its route as it is written, never by what it named', async () => {
		const seen: string[] = [];
		const watch = {
			...metrics.watch,
			request: ({ route }: { route: string }) => void seen.push(route)
		};
		Object.assign(api.services, { watch });
		const ana = await api.join('Ana');

		await ana.request('/api/scores/4b2f1f0e-0000-4000-8000-000000000000');
		await ana.request('/api/nothing/of/the/kind');

		expect(seen).toContain('/api/scores/:id');
		expect(seen.join()).not.toMatch(/4b2f1f0e|nothing/);
	});

	test('has an id, which its answer bears and every line about it', async () => {
		const lines: string[] = [];
		const { logTo } = await import('#api/log.ts');
		Object.assign(api.services, { log: logTo('debug', (line) => lines.push(line)) });

		const { headers } = await api.stranger.request('/api/health');

		const said = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
		expect(said.at(-1)).toMatchObject({
			level: 'debug',
			event: 'request',
			request: headers.get('X-Request-Id'),
			route: '/api/health',
			status: 200
		});
	});
});

test('a mistake is told without the words that caused it', async () => {
	const { factsOf } = await import('#api/log.ts');

	const told = JSON.stringify(factsOf(new Error('ana@example.org has no such score')));

	expect(told).toContain('"cause":"Error"');
	expect(told).not.toContain('ana@');
});
