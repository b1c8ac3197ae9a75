/** The server's ear, whole: the real server, real workers, recordings that are sent up. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_HEARING, DEFAULT_WRITING } from '#music/settings.ts';
import { storedWriting } from '#music/stored.ts';
import type { Person } from '#tests/support/api.ts';
import { gather, wav } from '#tests/support/clicks.ts';
import {
	ask,
	EAR_SETTINGS,
	hasEnded,
	joinAt,
	jobOf,
	resultOf,
	startWorker,
	TOKEN,
	until,
	type TestWorker
} from '#tests/support/ear.ts';
import { startServer, type Server } from '#tests/support/server.ts';
import { strikes, struck } from '#tests/support/struck-tones.ts';
import { tinySeparator } from '#tests/support/tiny-separator.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const HERTZ = 22_050;
let folder: string;
/** Six seconds, and three minutes. */
let short: Uint8Array;
let long: Uint8Array;

let server: Server;
let ana: Person;
const workers: TestWorker[] = [];

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-ear-'));
	const song = async (seconds: number) =>
		wav(await gather(struck(strikes(seconds), seconds, HERTZ)), { hertz: HERTZ });
	short = await song(6);
	long = await song(180);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
	server = await startServer({ build: null, settings: EAR_SETTINGS });
	ana = await joinAt(server);
});
afterEach(async () => {
	await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
	await server.stop();
});

function work(settings: Record<string, string> = {}, address = server.address): TestWorker {
	const worker = startWorker(address, settings);
	workers.push(worker);
	return worker;
}

/** What the command line writes of a recording. */
function written(bytes: Uint8Array, name: string, ...options: string[]): string {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	const args = ['cli/genesis.ts', 'transcribe', path, '--document', '-', ...options];
	return execFileSync(process.execPath, args, {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
		maxBuffer: 1e8
	});
}

const metrics = async (): Promise<string> => (await fetch(`${server.address}/metrics`)).text();

describe('a recording that is sent up', () => {
	test.each([
		['wav', () => short, [], {}],
		['mp3', () => readFileSync('static/demo/arirang.mp3'), [], {}],
		['m4a', () => readFileSync('tests/fixtures/audio/clicks.m4a'), [], {}],
		[
			'flac',
			() => readFileSync('tests/fixtures/audio/clicks.flac'),
			['--preset', 'published', '--capo', '2'],
			{
				hearing: {
					...DEFAULT_HEARING,
					decoder: 'published' as const,
					onset: 0.5,
					frame: 0.3,
					minNoteMs: 127.7,
					melodia: true
				},
				writing: storedWriting({ ...DEFAULT_WRITING, capo: 2, instrument: 'guitar' })
			}
		]
	])(
		'as %s becomes the score that the command line writes, byte for byte',
		async (kind, read, options, settings) => {
			work();
			const bytes = read();
			const id = await ask(ana, { bytes, name: `song.${kind}`, title: 'song', settings });

			const job = await until(ana, id, hasEnded);

			expect(job).toMatchObject({ state: 'completed', failure: null, attempts: 1 });
			expect(await resultOf(ana, id)).toBe(written(bytes, `song.${kind}`, ...options));
		}
	);

	test('that holds no music is told with a word and a sentence, at once, and shows in the metrics', async () => {
		const worker = work();
		const begun = performance.now();
		const silence = wav(new Float32Array(3 * HERTZ), { hertz: HERTZ });
		const id = await ask(ana, { bytes: silence, name: 'a.wav', title: 'A' });

		const job = await until(ana, id, hasEnded);
		const told = await metrics();

		expect(job).toMatchObject({ state: 'failed', failure: 'silent', attempts: 1 });
		expect(told).toContain('genesis_job_failures_total{reason="silent",final="true"} 1');
		expect(told).toContain('genesis_jobs{state="failed"} 1');
		expect(told).toMatch(/genesis_worker_seen_seconds\{worker="[^"]+"\} \d/);
		expect(performance.now() - begun).toBeLessThan(30_000);
		expect(JSON.stringify(worker.lines)).not.toMatch(/a\.wav|example\.org/);
	});

	test('is left within two seconds when its owner does not want it any more', async () => {
		const worker = work();
		const id = await ask(ana, { bytes: long, name: 'long.wav', title: 'Long' });
		await until(ana, id, ({ stage }) => stage === 'listening');

		const begun = performance.now();
		await ana.request(`/api/jobs/${id}/cancel`, { method: 'POST' });
		const left = await worker.said('job-left');

		expect(left).toMatchObject({ job: id, why: 'cancelled' });
		expect(performance.now() - begun).toBeLessThan(2_000);
		expect((await jobOf(ana, id)).state).toBe('cancelled');
	});
});

describe('a worker', () => {
	test('that is asked to end gives its job back, and the next one goes on where it was', async () => {
		const first = work();
		const id = await ask(ana, { bytes: long, name: 'long.wav', title: 'long' });
		await until(ana, id, ({ progress }) => progress > 0.2);
		const begun = performance.now();

		expect(await first.end('SIGTERM')).toBe(0);
		expect(performance.now() - begun).toBeLessThan(10_000);
		expect(first.lines.at(-1)!.event).toBe('worker-ended');
		const next = work();
		const job = await until(ana, id, hasEnded);

		expect(job).toMatchObject({ state: 'completed', attempts: 1 });
		expect((await next.said('job-goes-on'))['windows']).toBeGreaterThan(10);
		expect(await resultOf(ana, id)).toBe(written(long, 'long.wav'));
	});

	test('that dies is followed by another one within 15 seconds, and shows in the metrics', async () => {
		const first = work();
		const id = await ask(ana, { bytes: long, name: 'long.wav', title: 'Long' });
		await until(ana, id, ({ stage }) => stage === 'listening');
		const next = work();
		await next.said('worker-ready');
		await first.end('SIGKILL');
		const begun = performance.now();
		await next.said('job-started');

		expect(performance.now() - begun).toBeLessThan(15_000);
		expect(await metrics()).toContain(
			'genesis_job_failures_total{reason="worker-lost",final="false"} 1'
		);
		expect(performance.now() - begun).toBeLessThan(30_000);
		expect(await until(ana, id, hasEnded)).toMatchObject({ state: 'completed', attempts: 2 });
	});

	test('goes on with its job when the API comes back, and finds the API again without any', async () => {
		const worker = work();
		const id = await ask(ana, { bytes: long, name: 'long.wav', title: 'long' });
		await until(ana, id, ({ stage }) => stage === 'listening');
		await server.end('SIGKILL');
		const port = Number(new URL(server.address).port);
		const again = await startServer({
			build: null,
			settings: EAR_SETTINGS,
			port,
			data: server.data
		});

		const job = await until(ana, id, hasEnded);

		expect(job.state).toBe('completed');
		expect(await resultOf(ana, id)).toBe(written(long, 'long.wav'));
		await again.end('SIGKILL');
		await worker.said('api-away');
		const third = await startServer({
			build: null,
			settings: EAR_SETTINGS,
			port,
			data: server.data
		});
		await worker.said('api-back');
		await third.end('SIGKILL');
	});

	test('with another token is told so in a sentence', async () => {
		const worker = work({ WORKER_TOKEN: TOKEN.toUpperCase() });

		expect(await worker.ended).toBe(1);
		expect(worker.words).toBe('The server does not take this WORKER_TOKEN.\n');
	});

	test('that takes recordings apart hears one instrument alone, and says that it can', async () => {
		const offer = async () =>
			(await (await ana.request('/api/jobs/offer')).json()) as { separation: boolean };
		expect((await offer()).separation).toBe(false);
		const model = join(folder, 'tiny.onnx');
		writeFileSync(model, tinySeparator(44_100));
		const worker = work({ SEPARATOR_MODEL: model });
		await worker.said('worker-ready');
		await vi.waitFor(async () => expect((await offer()).separation).toBe(true), 20_000);

		// A melody on the left; on the right the same, later and higher.
		const left = await gather(struck(strikes(6), 6, HERTZ));
		const right = await gather(
			struck(
				strikes(6).map(({ at, pitch }) => ({ at: at + 0.2, pitch: pitch + 7 })),
				6,
				HERTZ
			)
		);
		const bytes = sideBySide(left, right);
		const id = await ask(ana, { bytes, name: 'duo.wav', title: 'Duo', settings: { stem: 'bass' } });

		expect((await until(ana, id, hasEnded)).state).toBe('completed');
		const { notes } = JSON.parse(await resultOf(ana, id)) as { notes: { pitch: number }[] };
		expect(notes.map(({ pitch }) => pitch)).toEqual(strikes(6).map(({ pitch }) => pitch));
	});

	test('with a file that is no network says so before it takes a job', async () => {
		const worker = work({ SEPARATOR_MODEL: 'package.json' });

		expect(await worker.ended).toBe(1);
		expect(worker.words).toContain('no ONNX file');
	});
});

/** A stereo file of two channels. */
function sideBySide(left: Float32Array, right: Float32Array): Uint8Array {
	const bytes = wav(left, { hertz: HERTZ, channels: 2 });
	const view = new DataView(bytes.buffer);
	right.forEach((sample, i) => view.setInt16(44 + 4 * i + 2, Math.round(sample * 0x7fff), true));
	return bytes;
}
