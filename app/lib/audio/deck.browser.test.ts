import soundfontUrl from '@coderline/alphatab/soundfont/sonivox.sf3?url';
import stretchUrl from 'signalsmith-stretch?url';
import processorUrl from 'spessasynth_lib/dist/spessasynth_processor.min.js?url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clicks, heard, listenToContexts, onsets, type Ears } from '#app/audio/heard.ts';
import type { SoundState } from '#app/audio/player-state.ts';
import { Player } from '#app/audio/player.ts';
import { seconds } from '#music/time.ts';

/** These run in real time. */
const REAL_TIME = { retry: 2 };
const ADDRESS = new URL('/api/public/token/recording', location.href).href;
const PART = 1_000_000;
const LENGTH = 60;
const times = Array.from({ length: 2 * LENGTH - 1 }, (_, i) => 0.25 + i / 2);
const recording = clicks(times, LENGTH);
const real = globalThis.fetch;
const never = new AbortController().signal;
const wait = (s: number): Promise<void> => new Promise((done) => setTimeout(done, s * 1000));

let ears: Ears;
let player: Player;
let states: SoundState[];
/** Parts that were asked for. */
let asked: string[];
/** The link lets others hear it. */
let allowed: boolean;

/** A server that sends a recording in parts, as ours does. */
async function server(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
	if ((input instanceof Request ? input.url : `${input}`) !== ADDRESS) return real(input, init);
	const range = new Headers(init?.headers).get('Range') ?? '';
	asked.push(range);
	if (!allowed) return Response.json({ error: 'no-recording', message: '' }, { status: 404 });
	const start = Number(/^bytes=(\d+)-/.exec(range)?.[1]);
	const end = Math.min(start + PART, recording.size);
	return new Response(recording.slice(start, end), {
		status: 206,
		headers: {
			'Content-Range': `bytes ${start}-${end - 1}/${recording.size}`,
			'Content-Length': `${end - start}`
		}
	});
}

beforeEach(async () => {
	ears = listenToContexts();
	globalThis.fetch = server;
	states = [];
	asked = [];
	allowed = true;
	player = new Player({
		files: { processorUrl, soundfontUrl, stretchUrl },
		ensureFiles: () => Promise.resolve(true),
		onState: (state) => states.push(state)
	});
	const music = { notes: [], beats: [], recording: ADDRESS, seconds: seconds(LENGTH), program: 0 };
	await player.load(music, never);
	player.setGain('recording', 0.7);
});

afterEach(() => {
	player.dispose();
	ears.remove();
	globalThis.fetch = real;
});

const strokes = (): readonly number[] => {
	const { start, left } = heard(ears);
	return onsets(left, ears.rate, start, 0.4);
};

describe('a recording on the server', REAL_TIME, () => {
	test('is asked for when play is pressed, in parts, and heard in time', async () => {
		await wait(0.3);
		expect(asked).toEqual([]);
		await player.play();
		await wait(2.5);

		expect(states.at(-1)).toEqual({ playing: true, busy: false, failure: null });
		const found = strokes();
		expect(found.length).toBeGreaterThan(3);
		for (const [i, time] of found.slice(1).entries()) {
			expect(time - found[i]!).toBeCloseTo(0.5, 2);
		}
		expect(asked.length).toBeLessThan(recording.size / PART);
	});

	test('that is heard no more leaves the notes playing, and comes back with the next press', async () => {
		await player.play();
		allowed = false;
		player.seek(seconds(50));
		await expect.poll(() => states.at(-1)?.failure?.code, { timeout: 10_000 }).toBe('unreachable');
		await wait(0.5);
		expect(states.at(-1)).toMatchObject({ playing: true, busy: false });
		expect(player.position()).toBeGreaterThan(50);

		player.pause();
		allowed = true;
		ears.blocks.length = 0;
		await player.play();
		await wait(2);
		expect(states.at(-1)).toEqual({ playing: true, busy: false, failure: null });
		expect(strokes().length).toBeGreaterThan(1);
	});

	test('that was ended before it was begun says so, and the notes play alone', async () => {
		allowed = false;
		await player.play();
		await wait(0.5);
		expect(states.at(-1)).toMatchObject({ playing: true, failure: { code: 'unreachable' } });
	});
});
