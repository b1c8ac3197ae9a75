/**
 * The files of deploy/ against the code that they run. Images are not built here; what can be said
 * without building them is: every path is there, every variable is read, every image has a version.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSettings } from '#api/environment.ts';
import { createMetrics } from '#api/metrics-node.ts';
import { readWorkerSettings } from '#api/worker/settings.ts';
import { openApi } from '#tests/support/api.ts';
import { importsOf, isTest, sourceFiles } from '#tests/support/sources.ts';
import packageJson from '#package.json' with { type: 'json' };

interface Service {
	readonly image?: string;
	readonly build?: { readonly dockerfile: string };
	readonly environment?: Readonly<Record<string, string>>;
	readonly volumes?: readonly string[];
	readonly networks?: readonly string[];
	readonly deploy?: { readonly replicas?: number };
}

const text = (path: string): string => readFileSync(path, 'utf8');
const compose = parse(text('deploy/compose.yaml'), { merge: true }) as {
	readonly services: Readonly<Record<string, Service>>;
	readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const DOCKERFILES = ['app', 'worker', 'worker-cuda'].map((name) => `deploy/${name}.Dockerfile`);

/** Values of the file beside it that a person fills in. */
const FILLED: Readonly<Record<string, string>> = {
	DOMAIN: 'music.example',
	WORKER_TOKEN: 'w'.repeat(43),
	METRICS_TOKEN: 'm'.repeat(43),
	S3_SECRET: 's'.repeat(43)
};
const filled = (value: string): string =>
	value.replace(/\$\{(\w+)(:[?-]([^}]*))?\}/g, (_, name: string, __, other = '') => {
		return FILLED[name] ?? (other as string);
	});

/** Reads settings, and tells which names were asked for. */
function asked(env: Readonly<Record<string, string>>, read: (env: Record<string, string>) => void) {
	const names = new Set<string>();
	read(
		new Proxy(
			{ ...env },
			{
				get: (all, name: string) => {
					names.add(name);
					return all[name];
				}
			}
		)
	);
	return names;
}

describe('the compose file', () => {
	test('has an API, two workers, a queue, a database, a store and a door to the outside', () => {
		expect(Object.keys(compose.services)).toEqual(
			expect.arrayContaining(['api', 'worker', 'redis', 'database', 'store', 'caddy'])
		);
		expect(compose.services['worker']!.deploy!.replicas).toBe(2);
	});

	test.each([
		['api', (env: Record<string, string>) => void readSettings(env)],
		['worker', (env: Record<string, string>) => void readWorkerSettings(env, () => null)],
		['worker-cuda', (env: Record<string, string>) => void readWorkerSettings(env, () => null)]
	])('gives %s only variables that it reads, with values that it takes', (name, read) => {
		const given = Object.entries(compose.services[name]!.environment!);
		const env = Object.fromEntries(given.map(([key, value]) => [key, filled(value)]));

		const names = asked(env, read);

		expect(Object.keys(env).filter((key) => !names.has(key))).toEqual([]);
	});

	test('asks for nothing that the example of its settings does not name', () => {
		const wanted = [...text('deploy/compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
		const named = [...text('deploy/env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);

		expect([...new Set(wanted)].toSorted()).toEqual(named.toSorted());
	});

	test.each(services)('%s is built from a file that is there, or has a version', (_, service) => {
		if (service.build) expect(DOCKERFILES).toContain(service.build.dockerfile);
		else expect(service.image).toMatch(/:v?\d+\.\d+(\.\d+)?|:RELEASE\./);
	});

	test('mounts files that are there, and volumes that it names', () => {
		for (const mount of services.flatMap(([, { volumes = [] }]) => volumes)) {
			const [from = ''] = mount.split(':');
			if (from.startsWith('.')) expect(existsSync(join('deploy', from)), from).toBe(true);
			else expect(Object.keys(compose.volumes)).toContain(from);
		}
	});

	test('lets nobody from outside speak to the database, the queue or a worker', () => {
		for (const name of ['database', 'redis', 'store', 'worker', 'worker-cuda']) {
			expect(compose.services[name]!.networks, name).toEqual(['inside']);
		}
		expect(text('deploy/Caddyfile')).toContain('respond /metrics 404');
	});
});

describe.each(DOCKERFILES)('%s', (path) => {
	const lines = text(path).replaceAll('\\\n', ' ').split('\n');
	const words = (verb: string): string[][] =>
		lines.filter((line) => line.startsWith(`${verb} `)).map((line) => line.split(/\s+/).slice(1));

	test('copies only what is there', () => {
		for (const args of words('COPY').filter(([first]) => !first!.startsWith('--'))) {
			for (const from of args.slice(0, -1)) expect(existsSync(from), from).toBe(true);
		}
	});

	test('begins with images of one version, Node of the same as the tests', () => {
		for (const [image = ''] of words('FROM')) {
			expect(image).toMatch(/:\d+\.\d+\.\d+-/);
			if (image.startsWith('node:')) {
				expect(image).toContain(packageJson.devDependencies.node);
			}
		}
	});

	test('runs a file that npm runs under the same name', () => {
		const [, file = ''] = /CMD \["node", "([^"]+)"\]\s*$/.exec(text(path)) ?? [];
		const scripts = [...Object.values(packageJson.scripts), text('scripts/start.mjs')].join('\n');

		expect(existsSync(file)).toBe(true);
		expect(scripts).toContain(file);
	});
});

test('a worker needs no package that only building and testing need', () => {
	const code = sourceFiles().filter(
		(path) => !isTest(path) && /^(api\/worker\/|models\/.*-node\.ts$)/.test(path)
	);
	const names = code.flatMap((path) => importsOf(path).filter(({ typeOnly }) => !typeOnly));
	const packages = names.map(({ name }) => name).filter((name) => !/^(node:|#|\.)/.test(name));

	expect(packages.length).toBeGreaterThan(3);
	expect(packages.filter((name) => !(name in packageJson.dependencies))).toEqual([]);
});

test('the dashboard and the alerts ask only for what the server tells', async () => {
	const api = await openApi();
	const { database, services: about } = api;
	const metrics = createMetrics({ database, version: '1', token: 'seen', now: about.now });
	const { Hono } = await import('hono');
	const app = new Hono().get('/metrics', (c) => metrics.answer(c));
	const told = await (
		await app.request('/metrics', { headers: { Authorization: 'Bearer seen' } })
	).text();
	api.close();

	const dashboard = text('deploy/grafana/dashboard.json');
	JSON.parse(dashboard);
	const wanted = `${dashboard}\n${text('deploy/alerts.yml')}`.match(
		/\b(genesis|nodejs|process)_[a-z0-9_]+(?=[{[)" ]|$)/gm
	)!;

	expect(wanted.length).toBeGreaterThan(15);
	for (const name of wanted) {
		expect(told, name).toContain(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `);
	}
});
