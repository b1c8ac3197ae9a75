import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { LiveWorker, WorkerDied } from '#models/live-worker.ts';

/** A worker that never answers. */
class Mute extends EventTarget {
	postMessage(): void {}
	terminate(): void {}
}

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('Worker', Mute);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const SECOND = 1_000;

describe('a worker that is watched', () => {
	test('is given up when it gives no sign of life for half a minute', async () => {
		const worker = new LiveWorker();
		const call = worker.call(() => new Promise(() => undefined));
		const given = expect(call).rejects.toThrow('no sign of life');

		await vi.advanceTimersByTimeAsync(31 * SECOND);

		await given;
	});

	test('is not given up while it reports, however long it works', async () => {
		const worker = new LiveWorker();
		let ended = false;
		worker
			.call(() => new Promise(() => undefined))
			.catch(() => {
				ended = true;
			});

		for (let i = 0; i < 60; i++) {
			worker.lives();
			await vi.advanceTimersByTimeAsync(9 * SECOND);
		}

		expect(ended).toBe(false);
		worker.terminate();
	});

	test('ends its call when it is ended', async () => {
		const worker = new LiveWorker();
		const call = worker.call(() => new Promise(() => undefined));

		worker.terminate();

		await expect(call).rejects.toThrow(WorkerDied);
	});

	test('that could not start says so', async () => {
		const made: Mute[] = [];
		vi.stubGlobal(
			'Worker',
			class extends Mute {
				constructor() {
					super();
					made.push(this);
				}
			}
		);
		const worker = new LiveWorker();
		const call = worker.call(() => new Promise(() => undefined));

		made[0]!.dispatchEvent(new Event('error'));

		await expect(call).rejects.toThrow('could not start');
		worker.terminate();
	});
});
