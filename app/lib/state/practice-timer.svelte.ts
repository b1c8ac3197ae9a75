/**
 * Counts practice on one open score, from what its player shows. It writes every few seconds, so
 * that a crash takes no more than those, and begins a new session after a long rest and at midnight.
 */
import { dayAt, dayOf } from '#music/practice/days.ts';
import { barLinesOf, type BarLines } from '#music/practice/page.ts';
import {
	barsPlayed,
	heard,
	NEW_SITTING,
	tempoReached,
	type Sitting
} from '#music/practice/sitting.ts';
import type { PracticeSession } from '#music/progress.ts';
import type { Score } from '#music/score/score.ts';
import type { PlayerState } from '#app/state/player.svelte.ts';
import type { Practice } from '#app/state/practice.svelte.ts';

type Shown = Pick<PlayerState, 'playing' | 'speed' | 'loop' | 'length' | 'now'>;

interface Parts {
	readonly practice: Pick<Practice, 'begin' | 'keep' | 'end' | 'live'>;
	readonly player: Shown;
	readonly now: () => number;
	/** How far this device's clock is ahead of UTC, minutes. */
	readonly offset: () => number;
	/** A clock that only goes forward, ms. */
	readonly elapsed: () => number;
	readonly newId: () => string;
}

const LOOK_MS = 200;
const SAVE_SECONDS = 5;
/** Less than this was trying the sound, not practice. */
const LEAST_SECONDS = 5;
/** After so long a silence the next sound begins a new session. */
const REST_MS = 10 * 60_000;

interface Begun {
	readonly id: string;
	readonly started: number;
	readonly offset: number;
	readonly release: Promise<() => void>;
}

export class PracticeTimer {
	/** With the music sounding, in this sitting. */
	seconds = $state(0);

	readonly #id: string;
	readonly #parts: Parts;
	#score: Score | null = null;
	#lines: BarLines | null = null;
	#sitting: Sitting = NEW_SITTING;
	#begun: Begun | null = null;
	/** Seconds that were sent to the disk. */
	#saved = 0;
	#sounded = 0;
	/** One write after the other. */
	#writing: Promise<void> = Promise.resolve();

	constructor(id: string, parts: Parts) {
		this.#id = id;
		this.#parts = parts;
	}

	/** The page that is played; it may be written anew while it sounds. */
	set score(score: Score) {
		this.#score = score;
		this.#lines = null;
	}

	/** @returns stops counting, and ends the session */
	watch(): () => void {
		const timer = setInterval(() => this.look(), LOOK_MS);
		const hide = (): void => {
			this.look();
			this.#save();
		};
		addEventListener('pagehide', hide);
		return () => {
			clearInterval(timer);
			removeEventListener('pagehide', hide);
			this.look();
			this.#end();
		};
	}

	look(): void {
		const { player, now, offset, elapsed } = this.#parts;
		const { playing, speed, loop } = player;
		if (!this.#score) return;
		const moment = { at: elapsed() / 1000, playing, position: player.now(), speed, loop };
		if (!playing && !this.#begun) {
			this.#sitting = { ...this.#sitting, last: moment };
			return;
		}
		const time = now();
		if (this.#begun && this.#isOver(time, offset())) this.#end();
		if (playing) {
			this.#sounded = time;
			this.#begun ??= this.#begin(time, offset());
		}
		this.#lines ??= player.length > 0 ? barLinesOf(this.#score, player.length) : null;
		if (!this.#lines) return;
		const before = this.#sitting;
		this.#sitting = heard(before, moment, this.#lines);
		this.seconds = this.#sitting.seconds;
		this.#show();
		const stopped = before.last?.playing && !playing;
		if (this.seconds - this.#saved >= SAVE_SECONDS || stopped) this.#save();
	}

	/** What is not on the disk yet is part of today all the same. */
	#show(): void {
		const { seconds } = this;
		const id = this.#begun?.id;
		this.#parts.practice.live = id && seconds >= LEAST_SECONDS ? { id, seconds } : null;
	}

	#isOver(time: number, offset: number): boolean {
		const { playing } = this.#parts.player;
		if (!playing) return time - this.#sounded > REST_MS;
		return this.#begun !== null && dayAt(time, offset) !== dayOf(this.#session(this.#begun));
	}

	#begin(started: number, offset: number): Begun {
		const id = this.#parts.newId();
		return { id, started, offset, release: this.#parts.practice.begin(id) };
	}

	#session({ id, started, offset }: Begun): PracticeSession {
		const { seconds, loops } = this.#sitting;
		return {
			id,
			score: this.#id,
			started,
			offset,
			seconds: Math.max(1, Math.round(seconds)),
			bars: barsPlayed(this.#sitting),
			tempo: tempoReached(this.#sitting),
			loops
		};
	}

	#save(): void {
		const begun = this.#begun;
		if (!begun || this.seconds < LEAST_SECONDS || this.seconds === this.#saved) return;
		const session = this.#session(begun);
		const score = this.#score;
		this.#saved = this.seconds;
		this.#write(async () => {
			await begun.release; // nobody may see it without the lock
			if (score) await this.#parts.practice.keep(session, score);
		});
	}

	#end(): void {
		const begun = this.#begun;
		const score = this.#score;
		if (!begun || !score) return;
		const enough = this.seconds >= LEAST_SECONDS;
		const session = this.#session(begun);
		this.#begun = null;
		this.#sitting = NEW_SITTING;
		this.seconds = 0;
		this.#saved = 0;
		this.#parts.practice.live = null;
		this.#write(async () => {
			const release = await begun.release;
			if (enough) await this.#parts.practice.end(session, score);
			release();
		});
	}

	#write(work: () => Promise<void>): void {
		this.#writing = this.#writing.then(work);
	}
}
