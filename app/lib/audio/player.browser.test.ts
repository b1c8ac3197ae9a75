import soundfontUrl from '@coderline/alphatab/soundfont/sonivox.sf3?url';
import stretchUrl from 'signalsmith-stretch?url';
import processorUrl from 'spessasynth_lib/dist/spessasynth_processor.min.js?url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clicks, heard, listenToContexts, onsets, wav, type Ears } from '#app/audio/heard.ts';
import type { PlayerMusic } from '#app/audio/music.ts';
import { Player, type PlayerState } from '#app/audio/player.ts';
import { seconds } from '#music/time.ts';

const FILES = { processorUrl, soundfontUrl, stretchUrl };
/** Ten milliseconds is under what a player hears as two strokes. */
const TOGETHER = 0.01;

let ears: Ears;
let player: Player;
let states: PlayerState[];

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

describe('recording and click', () => {
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
