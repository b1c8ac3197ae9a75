import soundfontUrl from '@coderline/alphatab/soundfont/sonivox.sf3?url';
import stretchUrl from 'signalsmith-stretch?url';
import processorUrl from 'spessasynth_lib/dist/spessasynth_processor.min.js?url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clicks, heard, listenToContexts, onsets, wav, type Ears } from '#app/audio/heard.ts';
import type { PlayerMusic } from '#app/audio/music.ts';
import type { SoundState } from '#app/audio/player-state.ts';
import { Player } from '#app/audio/player.ts';
import { seconds } from '#music/time.ts';

const FILES = { processorUrl, soundfontUrl, stretchUrl };
/** These run in real time: on a machine that is busy with something else, a pause of the page is not our lateness. */
const REAL_TIME = { retry: 2 };
/** Ten milliseconds is under what a player hears as two strokes. */
const TOGETHER = 0.01;

let ears: Ears;
let player: Player;
let states: SoundState[];

beforeEach(() => {
	ears = listenToContexts();
	states = [];
	player = new Player({
		files: FILES,
		ensureFiles: () => Promise.resolve(true),
		onState: (state) => states.push(state)
	});
});

afterEach(() => {
	player.dispose();
	ears.remove();
});

const never = new AbortController().signal;
const wait = (s: number): Promise<void> => new Promise((done) => setTimeout(done, s * 1000));
const every = (step: number, from: number, to: number): number[] =>
	Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => from + i * step);

const music = (over: Partial<PlayerMusic>): PlayerMusic => ({
	notes: [],
	beats: [],
	recording: null,
	seconds: seconds(8),
	program: 0,
	...over
});

const beatsAt = (times: readonly number[]): PlayerMusic['beats'] =>
	times.map((time, i) => ({ time: seconds(time), downbeat: i % 4 === 0 }));

/** The recording sounds on the left only, click and synth on both sides. */
function sides(): { recording: Float32Array; click: Float32Array; start: number } {
	const { start, left, right } = heard(ears);
	return { start, click: right, recording: left.map((value, i) => value - right[i]!) };
}

describe('recording and click', REAL_TIME, () => {
	test.each([
		[0.25, 8],
		[0.5, 6],
		[0.75, 5],
		[1, 5],
		[1.5, 4]
	])('fall together at speed %f', async (speed, listen) => {
		const times = every(0.5, 0.5, 7.5);
		await player.load(music({ recording: clicks(times, 8), beats: beatsAt(times) }), never);
		for (const source of ['recording', 'click', 'synth'] as const) {
			player.setGain(source, source === 'synth' ? 0 : 0.7);
		}
		player.setSpeed(speed);
		await player.play();
		await wait(listen);

		const { recording, click, start } = sides();
		const gap = (0.5 / speed) * 0.8;
		const struck = onsets(click, ears.rate, start, gap);
		const played = onsets(recording, ears.rate, start, gap);
		const apart = struck.slice(0, played.length).map((time, i) => played[i]! - time);
		console.info(`speed ${speed}: ${apart.map((s) => (s * 1000).toFixed(1)).join(' ')} ms apart`);

		expect(struck.length).toBeGreaterThan(2);
		expect(played.length).toBeGreaterThan(2);
		for (const seconds of apart) expect(Math.abs(seconds)).toBeLessThan(TOGETHER);
		const steps = struck.slice(1).map((time, i) => time - struck[i]!);
		for (const step of steps) expect(step).toBeCloseTo(0.5 / speed, 2);
	});
});

describe('while it plays', REAL_TIME, () => {
	const times = every(0.5, 0.25, 7.75);

	beforeEach(async () => {
		await player.load(music({ recording: clicks(times, 8), beats: beatsAt(times) }), never);
		for (const source of ['recording', 'click', 'synth'] as const) {
			player.setGain(source, source === 'synth' ? 0 : 0.7);
		}
	});

	test('a loop comes round without a gap and without losing a beat', async () => {
		player.setLoop({ start: 1, end: 2 });
		await player.play();
		await wait(4.5);
		expect(player.position()).toBeGreaterThanOrEqual(1);
		expect(player.position()).toBeLessThan(2);

		const { recording, click, start } = sides();
		for (const samples of [recording, click]) {
			const found = onsets(samples, ears.rate, start, 0.4);
			expect(found.length).toBeGreaterThan(7);
			for (const [i, time] of found.slice(1).entries()) {
				expect(Math.abs(time - found[i]! - 0.5)).toBeLessThan(TOGETHER);
			}
		}
	});

	test('a loop of slowed music comes round in time', async () => {
		player.setSpeed(0.5);
		player.setLoop({ start: 1, end: 2 });
		await player.play();
		await wait(6.5);

		const { recording, click, start } = sides();
		const struck = onsets(click, ears.rate, start, 0.8);
		const played = onsets(recording, ears.rate, start, 0.8);
		expect(played.length).toBeGreaterThan(5);
		for (const [i, time] of played.entries()) {
			expect(Math.abs(time - struck[i]!)).toBeLessThan(TOGETHER);
		}
	});

	test('a new speed takes over at once and keeps the beat together', async () => {
		await player.play();
		await wait(1.5);
		player.setSpeed(0.5);
		await wait(4);

		const { recording, click, start } = sides();
		const struck = onsets(click, ears.rate, start, 0.4);
		const played = onsets(recording, ears.rate, start, 0.4);
		const steps = struck.slice(1).map((time, i) => time - struck[i]!);
		expect(steps[0]).toBeCloseTo(0.5, 2);
		expect(steps.at(-1)).toBeCloseTo(1, 2);
		for (const [i, time] of played.entries()) {
			expect(Math.abs(time - struck[i]!)).toBeLessThan(TOGETHER);
		}
	});

	test('a seek goes there, and what was going to sound before it is silent', async () => {
		await player.play();
		await wait(0.6);
		player.seek(seconds(5));
		await wait(1);
		expect(player.position()).toBeGreaterThan(5.6);
		expect(player.position()).toBeLessThan(6.1);
		const { click, start } = sides();
		// One beat before the seek, then 5.25 and 5.75: nothing of the old place after it.
		expect(onsets(click, ears.rate, start, 0.3).length).toBe(3);
	});

	test('pause is silence, and play goes on where it stopped', async () => {
		await player.play();
		await wait(0.7);
		player.pause();
		const stopped = player.position();
		await wait(0.5);
		expect(player.position()).toBe(stopped);
		expect(states.at(-1)?.playing).toBe(false);
		await player.play();
		await wait(0.5);
		expect(player.position()).toBeGreaterThan(stopped + 0.2);
		expect(player.position()).toBeLessThan(stopped + 0.6);
	});

	test('the end stops it, and play begins again from the start', async () => {
		player.seek(seconds(7.6));
		await player.play();
		await wait(1);
		expect(states.at(-1)?.playing).toBe(false);
		await player.play();
		await wait(0.4);
		expect(player.position()).toBeLessThan(1);
	});

	test('a count-in is one bar of clicks before the first note', async () => {
		player.countIn = true;
		player.seek(seconds(2.25));
		await player.play();
		await wait(1.2);
		expect(player.position()).toBeCloseTo(2.25, 2);
		await wait(2);
		const { recording, click, start } = sides();
		const struck = onsets(click, ears.rate, start, 0.4);
		const [first] = onsets(recording, ears.rate, start, 0.4);
		expect(struck.findIndex((time) => Math.abs(time - first!) < TOGETHER)).toBe(4);
	});
});

describe('the synth', REAL_TIME, () => {
	test('strikes its notes with the click', async () => {
		const times = every(0.5, 0.5, 4);
		const notes = times.map((time) => ({
			pitch: 76,
			start: seconds(time),
			end: seconds(time + 0.1),
			level: 1
		}));
		/** Woodblock: it has no attack of its own to speak of. */
		await player.load(music({ notes, beats: beatsAt(times), program: 115 }), never);
		player.setGain('synth', 1);
		await player.play();
		await wait(2.6);
		const synth = heard(ears);
		player.pause();
		player.setGain('synth', 0);
		player.setGain('click', 0.7);
		const from = ears.blocks.length;
		player.seek(seconds(0));
		await player.play();
		await wait(2.6);
		const click = heard({ ...ears, blocks: ears.blocks.slice(from) });

		const struck = onsets(synth.left, ears.rate, synth.start, 0.4);
		const clicked = onsets(click.left, ears.rate, click.start, 0.4);
		expect(struck.length).toBeGreaterThan(3);
		const steps = struck.slice(1).map((time, i) => time - struck[i]!);
		for (const step of steps) expect(Math.abs(step - 0.5)).toBeLessThan(TOGETHER);
		expect(clicked.length).toBeGreaterThan(3);
	});

	test('that cannot be had leaves the recording playing, and says so', async () => {
		player.dispose();
		player = new Player({
			files: FILES,
			ensureFiles: () => Promise.resolve(false),
			onState: (state) => states.push(state)
		});
		const times = every(0.5, 0.25, 7.75);
		await player.load(music({ recording: clicks(times, 8) }), never);
		await player.play();
		await wait(1.5);
		expect(states.at(-1)).toEqual({
			playing: true,
			busy: false,
			failure: { code: 'no-instrument' }
		});
		const { recording, start } = sides();
		expect(onsets(recording, ears.rate, start, 0.4).length).toBeGreaterThan(1);
	});
});

describe('the pitch', REAL_TIME, () => {
	test.each([0.5, 1.5])('of the recording stays at speed %f', async (speed) => {
		const tone = wav(6, 44_100, (t) => 0.5 * Math.sin(2 * Math.PI * 440 * t));
		await player.load(music({ recording: tone, seconds: seconds(6) }), never);
		player.setGain('synth', 0);
		player.setSpeed(speed);
		await player.play();
		await wait(2.5);
		const { left } = heard(ears);
		// The last second: by then it has been sounding for a while, however slow the machine.
		const middle = left.subarray(-Math.round(ears.rate));
		let crossings = 0;
		for (let i = 1; i < middle.length; i++) {
			if (middle[i - 1]! < 0 && middle[i]! >= 0) crossings += 1;
		}
		expect(crossings / (middle.length / ears.rate)).toBeGreaterThan(436);
		expect(crossings / (middle.length / ears.rate)).toBeLessThan(444);
	});
});
