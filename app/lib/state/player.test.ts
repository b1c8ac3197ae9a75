import { describe, expect, test } from 'vitest';
import type { PlayerMusic } from '#app/audio/music.ts';
import { PlayerState, type SoundPlayer } from '#app/state/player.svelte.ts';
import { seconds } from '#music/time.ts';

/** A player that makes no sound and tells what it was asked. */
function silentPlayer(): SoundPlayer & { readonly asked: string[] } {
	const asked: string[] = [];
	const tell =
		(name: string) =>
		(...values: unknown[]): void => {
			asked.push([name, ...values.filter((value) => typeof value !== 'object')].join(' '));
		};
	return {
		asked,
		countIn: false,
		load: async (music) => tell('load')(music.seconds),
		play: async () => tell('play')(),
		rewrite: tell('rewrite'),
		pause: tell('pause'),
		seek: tell('seek'),
		setSpeed: () => {},
		setLoop: tell('loop'),
		setGain: () => {},
		position: () => seconds(0),
		dispose: tell('dispose')
	};
}

const music = (length: number): PlayerMusic => ({
	notes: [],
	beats: [],
	recording: null,
	seconds: seconds(length),
	program: 24
});

function page(): { state: PlayerState; made: ReturnType<typeof silentPlayer>[] } {
	const made: ReturnType<typeof silentPlayer>[] = [];
	const state = new PlayerState({
		createPlayer: async () => {
			const player = silentPlayer();
			made.push(player);
			return player;
		},
		storage: null,
		nextFrame: () => () => {}
	});
	return { state, made };
}

describe('a score that is opened', () => {
	test('has one player, with the last music, however often the page loads meanwhile', async () => {
		const { state, made } = page();
		const left = new AbortController();
		const first = state.load(music(10), left.signal);
		left.abort();
		await Promise.all([first, state.load(music(20), new AbortController().signal)]);

		state.toggle();
		await Promise.resolve();

		expect(made.map(({ asked }) => asked)).toEqual([['load 20', 'play']]);
	});

	test('plays as soon as it can when Space was pressed too early', async () => {
		const { state, made } = page();
		const loading = state.load(music(10), new AbortController().signal);
		state.toggle();
		await loading;
		await Promise.resolve();

		expect(made[0]?.asked).toEqual(['load 10', 'play']);
	});

	test('gives back its player when it is closed before the player was there', async () => {
		const { state, made } = page();
		const loading = state.load(music(10), new AbortController().signal);
		state.dispose();
		await loading;

		expect(made[0]?.asked).toEqual(['dispose']);
	});
});
