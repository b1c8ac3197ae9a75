/**
 * Playing, as the page sees it: where it is, how fast, what loops and how loud,
 * with what this device remembers of it. The sound itself is the player's.
 */
import type { Gains, Source } from '#app/audio/mixer.ts';
import type { PlayerMusic } from '#app/audio/music.ts';
import type { Player } from '#app/audio/player.ts';
import type { PlayerFailure, SoundState } from '#app/audio/player-state.ts';
import type { Range } from '#app/audio/schedule.ts';
import { placesOf, type Place } from '#app/state/place.ts';
import { seconds } from '#music/time.ts';

/** What the page needs of the player; its module is big and comes when a score is opened. */
export type SoundPlayer = Pick<
	Player,
	| 'load'
	| 'rewrite'
	| 'play'
	| 'pause'
	| 'seek'
	| 'setSpeed'
	| 'setLoop'
	| 'setGain'
	| 'position'
	| 'dispose'
	| 'countIn'
>;

export interface PlayerStateOptions {
	readonly createPlayer: (onState: (state: SoundState) => void) => Promise<SoundPlayer>;
	/** Remembers speed and gains; null where the browser keeps nothing. */
	readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null;
	/** Calls back before the next picture is drawn, and returns what cancels it. */
	readonly nextFrame: (callback: () => void) => () => void;
}

/** What is null stays as it is. */
interface Beginning {
	/** Seconds of the recording. */
	readonly at: number | null;
	readonly loop: Range | null;
	readonly speed: number | null;
}

const REMEMBERED = 'genesis.player';
const SPEEDS = { least: 0.25, most: 1.5, step: 0.05 } as const;
const DEFAULT_GAINS: Gains = { recording: 0.8, synth: 0.35, click: 0.5 };
/** A loop that is switched on without a choice takes this many bars. */
const LOOP_BARS = 2;

export class PlayerState {
	playing = $state.raw(false);
	busy = $state.raw(false);
	failure = $state.raw<PlayerFailure | null>(null);
	/** Seconds of the recording, moved with every picture while playing. */
	position = $state.raw(0);
	length = $state.raw(0);
	speed = $state.raw(1);
	gains = $state.raw<Gains>(DEFAULT_GAINS);
	click = $state.raw(false);
	countIn = $state.raw(false);
	looping = $state.raw(false);
	range = $state.raw<Range | null>(null);
	loop = $derived(this.looping ? this.range : null);
	#music = $state.raw<PlayerMusic | null>(null);
	#places = $derived(placesOf(this.#music));
	place = $derived(this.#placeAt(this.position));
	hasRecording = $derived(this.#music?.recording != null);

	readonly #options: PlayerStateOptions;
	#player: SoundPlayer | null = null;
	/** One player for all loads: a page loads again as soon as it knows more of the recording. */
	#opening: Promise<SoundPlayer> | null = null;
	#loaded: Promise<void> = Promise.resolve();
	#cancelFrame = (): void => {};
	#disposed = false;

	constructor(options: PlayerStateOptions) {
		this.#options = options;
		this.#recall();
	}

	/** Takes the music of a score that was opened. */
	load(music: PlayerMusic, signal: AbortSignal): Promise<void> {
		return (this.#loaded = this.#load(music, signal));
	}

	async #load(music: PlayerMusic, signal: AbortSignal): Promise<void> {
		this.#music = music;
		this.length = music.seconds;
		this.position = 0;
		this.range = null;
		this.looping = false;
		const player = await (this.#opening ??= this.#options.createPlayer((s) => this.#heard(s)));
		if (this.#disposed) return player.dispose();
		if (signal.aborted) return;
		this.#player = player;
		this.#tell(player);
		await player.load(music, signal);
	}

	/** Where a link begins, once the music is there: loading goes to the start. */
	async begin({ at, loop, speed }: Beginning): Promise<void> {
		await this.#loaded;
		if (this.#disposed) return;
		if (speed !== null) this.setSpeed(speed);
		if (loop) this.setLoop(loop);
		if (at !== null) this.seek(at);
	}

	/** The same recording, written anew: playing goes on with the new notes and beats. */
	rewrite(music: PlayerMusic): void {
		this.#music = music;
		this.length = music.seconds;
		this.#player?.rewrite(music);
	}

	/** Where the music is at this moment, not at the last picture: what a tapping hand is measured by. */
	now(): number {
		return this.playing ? (this.#player?.position() ?? this.position) : this.position;
	}

	toggle(): void {
		if (this.playing || this.busy) this.#player?.pause();
		else void this.#loaded.then(() => this.#player?.play());
	}

	pause(): void {
		this.#player?.pause();
	}

	seek(place: number): void {
		this.position = Math.min(Math.max(0, place), this.length);
		this.#player?.seek(seconds(this.position));
	}

	/** To the start of the loop when there is one, else of the recording. */
	toStart(): void {
		this.seek(this.loop?.start ?? 0);
	}

	/** One beat back (−1) or on (1). */
	step(by: -1 | 1): void {
		const beats = this.#music?.beats ?? [];
		const near = 0.05;
		const next =
			by > 0
				? beats.find(({ time }) => time > this.position + near)
				: beats.findLast(({ time }) => time < this.position - near * 3);
		this.seek(next?.time ?? (by > 0 ? this.position + 1 : 0));
	}

	/** @param speed 1 is the recording's own. */
	setSpeed(speed: number): void {
		const { least, most, step } = SPEEDS;
		this.speed = Math.min(most, Math.max(least, Math.round(speed / step) * step));
		this.#player?.setSpeed(this.speed);
		this.#remember();
	}

	faster(): void {
		this.setSpeed(this.speed + SPEEDS.step);
	}

	slower(): void {
		this.setSpeed(this.speed - SPEEDS.step);
	}

	setLoop(range: Range | null): void {
		this.range = range;
		this.looping = range !== null;
		this.#player?.setLoop(range);
	}

	toggleLoop(): void {
		this.range ??= this.#barsAt(this.position);
		this.looping = !this.looping;
		this.#player?.setLoop(this.loop);
	}

	/** Sets one end of the loop where the player is. */
	setLoopEnd(end: 'start' | 'end'): void {
		const { start, end: last } = this.range ?? { start: 0, end: this.length };
		const here = this.position;
		if (end === 'start') this.setLoop({ start: here, end: last > here ? last : this.length });
		else if (here > 0) this.setLoop({ start: start < here ? start : 0, end: here });
	}

	setGain(source: Source, gain: number): void {
		this.gains = { ...this.gains, [source]: gain };
		if (source === 'click' && gain > 0) this.click = true;
		if (this.#player) this.#tellGains(this.#player);
		this.#remember();
	}

	toggleClick(): void {
		this.click = !this.click;
		if (this.#player) this.#tellGains(this.#player);
		this.#remember();
	}

	toggleCountIn(): void {
		this.countIn = !this.countIn;
		if (this.#player) this.#player.countIn = this.countIn;
		this.#remember();
	}

	dispose(): void {
		this.#disposed = true;
		this.#cancelFrame();
		this.#player?.dispose();
		this.#player = null;
	}

	#heard({ playing, busy, failure }: SoundState): void {
		this.playing = playing;
		this.busy = busy;
		this.failure = failure;
		this.#cancelFrame();
		if (this.#player) this.position = this.#player.position();
		if (playing) this.#follow();
	}

	#follow(): void {
		this.#cancelFrame = this.#options.nextFrame(() => {
			if (!this.playing || !this.#player) return;
			this.position = this.#player.position();
			this.#follow();
		});
	}

	#tell(player: SoundPlayer): void {
		player.countIn = this.countIn;
		player.setSpeed(this.speed);
		this.#tellGains(player);
	}

	#tellGains(player: SoundPlayer): void {
		player.setGain('recording', this.gains.recording);
		player.setGain('synth', this.gains.synth);
		player.setGain('click', this.click ? this.gains.click : 0);
	}

	#placeAt(position: number): Place | null {
		const places = this.#places;
		let low = 0;
		let high = places.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (places[middle]!.time <= position + 0.005) low = middle + 1;
			else high = middle;
		}
		return places[Math.max(0, low - 1)] ?? null;
	}

	#barsAt(position: number): Range {
		const downbeats = (this.#music?.beats ?? []).filter((beat) => beat.downbeat);
		const bar = Math.max(
			0,
			downbeats.findLastIndex((beat) => beat.time <= position + 0.05)
		);
		const start = downbeats[bar]?.time ?? position;
		const end = downbeats[bar + LOOP_BARS]?.time ?? this.length;
		return { start, end: Math.max(end, start + 1) };
	}

	#remember(): void {
		const { speed, gains, click, countIn } = this;
		try {
			this.#options.storage?.setItem(REMEMBERED, JSON.stringify({ speed, gains, click, countIn }));
		} catch {
			// A full or closed storage forgets; playing does not depend on it.
		}
	}

	#recall(): void {
		try {
			const kept: unknown = JSON.parse(this.#options.storage?.getItem(REMEMBERED) ?? 'null');
			if (typeof kept !== 'object' || kept === null) return;
			const { speed, gains, click, countIn } = kept as Record<string, unknown>;
			if (typeof speed === 'number') this.setSpeed(speed);
			if (typeof gains === 'object')
				this.gains = gainsFrom(gains as Record<string, unknown> | null);
			this.click = click === true;
			this.countIn = countIn === true;
		} catch {
			// What cannot be read was not written by this version; the defaults stand.
		}
	}
}

function gainsFrom(kept: Record<string, unknown> | null): Gains {
	const of = (source: Source): number => {
		const gain = kept?.[source];
		return typeof gain === 'number' && gain >= 0 && gain <= 1 ? gain : DEFAULT_GAINS[source];
	};
	return { recording: of('recording'), synth: of('synth'), click: of('click') };
}
