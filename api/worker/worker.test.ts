/** The parts of a worker that need no API. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { logTo } from '#api/log.ts';
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import { KEPT_FRAMES } from '#models/basic-pitch/constants.ts';
import { keeper, packed, unpacked } from './checkpoint.ts';
import { keep } from './ear.ts';
import { Away, Rejected } from './link.ts';
import { patiently, pauseAfter } from './patience.ts';
import { readWorkerSettings } from './settings.ts';

afterEach(() => vi.useRealTimers());

function heard(windows: number): Activations {
	const frames = windows * KEPT_FRAMES;
	const some = (size: number) =>
		Uint8Array.from({ length: frames * size }, (_, i) => (i * 7) % 256);
	return { frames, note: some(KEYS), onset: some(KEYS), contour: some(CONTOUR_BINS) };
}

describe('a checkpoint', () => {
	test('comes back as it was', async () => {
		const whole = heard(3);

		const back = await unpacked(await packed(whole, '1.2.3 cpu'), '1.2.3 cpu');

		expect(back!.frames).toBe(whole.frames);
		for (const map of ['note', 'onset', 'contour'] as const) {
			expect(Buffer.from(back![map] as Uint8Array).equals(whole[map] as Uint8Array)).toBe(true);
		}
	});

	test('of another version or device is not gone on from, nor one that is damaged', async () => {
		const bytes = await packed(heard(2), '1.2.3 cpu');

		expect(await unpacked(bytes, '1.2.4 cpu')).toBeNull();
		expect(await unpacked(bytes, '1.2.3 cuda')).toBeNull();
		expect(await unpacked(bytes.subarray(0, 200), '1.2.3 cpu')).toBeNull();
		expect(await unpacked(new Uint8Array(), '1.2.3 cpu')).toBeNull();
	});

	test('is sent now and then, and once more at the end', async () => {
		const sent: number[] = [];
		const link = {
			keepCheckpoint: async (bytes: Uint8Array<ArrayBuffer>) => {
				sent.push((await unpacked(bytes, 'a'))!.frames / KEPT_FRAMES);
				return 'go-on' as const;
			}
		};
		const checkpoints = keeper(link, 'a', { everyMs: 0, log: logTo('silent') });
		checkpoints.offer(() => heard(1));
		checkpoints.offer(() => heard(2));
		await checkpoints.last(5000);

		expect(sent).toEqual([1, 2]);
	});
});

describe('trying again', () => {
	const signal = new AbortController().signal;

	test('goes on while the API is away, and comes back with its answer', async () => {
		let tries = 0;
		const answer = patiently(
			async () => {
				if (++tries < 3) throw new Away('away');
				return 'here';
			},
			{ signal, atMost: 10_000 }
		);

		expect(await answer).toBe('here');
	});

	test('ends at once when the answer would be the same', async () => {
		let tries = 0;
		const call = async () => {
			tries += 1;
			throw new Rejected(409, 'PUT');
		};

		await expect(patiently(call, { signal, atMost: 10_000 })).rejects.toThrow('409');
		expect(tries).toBe(1);
	});

	test('waits longer each time, never over eight seconds, and not as long as the others', () => {
		const pauses = [0, 1, 2, 3, 4, 5, 6, 7, 20].map((failures) => pauseAfter(failures, () => 1));

		expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
		expect(pauses.at(-1)).toBe(8000);
		expect(pauseAfter(3, () => 0)).toBe(pauseAfter(3, () => 1) / 2);
	});
});

test('an ear is loaded once for many jobs, and given up when none has come for a while', async () => {
	vi.useFakeTimers();
	const events: string[] = [];
	const ear = keep(
		async () => events.push('open'),
		async () => void events.push('close'),
		1000
	);

	await ear.take();
	ear.letGo();
	await vi.advanceTimersByTimeAsync(900);
	await ear.take();
	await vi.advanceTimersByTimeAsync(5000);
	expect(events).toEqual(['open']);

	ear.letGo();
	await vi.advanceTimersByTimeAsync(1100);
	expect(events).toEqual(['open', 'close']);
	await ear.take();
	expect(events).toEqual(['open', 'close', 'open']);
});

describe('settings of a worker', () => {
	test('without any it asks the server of this machine, by the token that lies there', () => {
		const { api, device, separator } = readWorkerSettings({}, () => 'kept');

		expect(api).toEqual({ address: 'http://127.0.0.1:4444', token: 'kept' });
		expect([device, separator]).toEqual(['auto', null]);
	});

	test('what cannot be used is told in a sentence', () => {
		const read = (env: Record<string, string>) => () => readWorkerSettings(env, () => null);

		expect(read({})).toThrow('WORKER_TOKEN');
		expect(read({ WORKER_TOKEN: 'a', API_URL: 'music.example' })).toThrow('https://music.example');
		expect(read({ WORKER_TOKEN: 'a', WORKER_DEVICE: 'tpu' })).toThrow('cuda');
		expect(read({ WORKER_TOKEN: 'a', LOG_LEVEL: 'loud' })).toThrow('silent');
	});

	test('the path of an address is none of its business', () => {
		const { api } = readWorkerSettings(
			{ WORKER_TOKEN: 'a', API_URL: 'https://music.example/' },
			() => null
		);

		expect(api.address).toBe('https://music.example');
	});
});
