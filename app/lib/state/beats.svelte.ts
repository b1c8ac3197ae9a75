/**
 * Mending the beats of an open score: which beat a person has hold of, what they pull it to, what
 * they tap while the recording plays. Each of it becomes a repair that is saved and can be undone.
 */
import type { PlayedNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import type { BeatRepair, Metre } from '#music/settings.ts';
import type { PlayerState } from '#app/state/player.svelte.ts';
import {
	numberedBeats,
	withBarsAsTheyAre,
	withBarsShifted,
	withBeat,
	withDownbeat,
	withTaps,
	withTempo,
	type NumberedBeat
} from '#app/state/repairs.ts';
import { secondOf } from '#app/state/strikes.ts';
import type { Workspace } from '#app/state/workspace.svelte.ts';
import { writingOf } from '#app/store/brands.ts';

/** A map less sure than this is asked about. */
const UNSURE = 0.5;
/** One nudge, seconds. */
const NUDGE = 0.01;
/** A note this near to a beat (a share of one) is on it. */
const ON_BEAT = 0.1;
/** Fewer taps say nothing of a tempo. */
const LEAST_TAPS = 3;
/** A hand that rests so many beats has finished; at least so many seconds. */
const RESTING_BEATS = 4;
const RESTING = 3;

interface Parts {
	readonly workspace: Pick<Workspace, 'document' | 'score' | 'written' | 'setWriting'>;
	readonly player: Pick<PlayerState, 'now' | 'playing' | 'position' | 'seek' | 'toggle'>;
}

/** A beat that is being pulled, and where it would go. */
export interface Pull {
	readonly beat: NumberedBeat;
	/** Seconds. */
	readonly to: number;
	/** CSS pixels in the system of this index. */
	readonly x: number;
	readonly system: number;
}

interface Tapping {
	readonly taps: readonly number[];
	/** Where bars were said to begin. */
	readonly bars: readonly number[];
}

export class Beats {
	on = $state(false);
	/** The beat a person has hold of, by its second: it is still meant when beats come and go. */
	#held = $state.raw<number | null>(null);
	pull = $state.raw<Pull | null>(null);
	tapping = $state.raw<Tapping | null>(null);
	/** The tapping that ended last was too short to mean anything. */
	tooFew = $state(false);
	readonly #parts: Parts;

	readonly #map: BeatMap | null = $derived.by(() => this.#parts.workspace.score?.beatMap ?? null);
	readonly all: readonly NumberedBeat[] = $derived(this.#map ? numberedBeats(this.#map) : []);
	readonly repairs: readonly BeatRepair[] = $derived.by(() => {
		const { document } = this.#parts.workspace;
		return document ? writingOf(document).repairs : [];
	});
	/** As chosen; null as it was found. */
	readonly metre: Metre | null = $derived.by(() => {
		const { document } = this.#parts.workspace;
		return document ? writingOf(document).metre : null;
	});
	/** Worth asking a person whether the bars are right. */
	readonly unsure: boolean = $derived(
		this.#map !== null && this.#map.sureness < UNSURE && this.repairs.length === 0
	);
	readonly held: NumberedBeat | null = $derived(
		this.#held === null ? null : this.#nearest(this.#held)
	);
	/** The second that a person means: of the beat, or of a note beside it. */
	readonly heldAt: number | null = $derived(this.#held);
	readonly heldTick: number | null = $derived(
		this.held && this.#map ? this.held.index * this.#map.beatTicks : null
	);
	/** Beats a minute of what has been tapped so far; null before the second tap. */
	readonly tapped: number | null = $derived.by(() => {
		const taps = this.tapping?.taps ?? [];
		const gap = medianGap(taps);
		return gap === null ? null : 60 / gap;
	});

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** The notes that the score was written from. */
	get notes(): readonly PlayedNote[] {
		return this.#parts.workspace.written;
	}

	toggle(): void {
		if (this.on) this.close();
		else this.on = true;
	}

	close(): void {
		this.finishTapping();
		this.on = false;
		this.pull = null;
		this.tooFew = false;
	}

	/** A place in the music that was clicked on, ticks: a bar may begin there, on a beat or not. */
	point(tick: number): void {
		const { score, written } = this.#parts.workspace;
		if (score) this.#held = secondOf(score, written, tick);
	}

	hold(beat: NumberedBeat): void {
		this.#held = beat.time;
		if (!this.#parts.player.playing) this.#parts.player.seek(beat.time);
	}

	/** To the beat (or the bar's first) before or after the one that is held, or that plays. */
	step(by: 1 | -1, byBar: boolean): void {
		const { player } = this.#parts;
		const from = player.playing || this.#held === null ? player.now() : this.#held;
		const at = this.#nearest(from);
		const candidates = byBar ? this.all.filter(({ beat }) => beat === 1) : this.all;
		const next =
			this.#held === null && !byBar
				? at
				: by > 0
					? candidates.find(({ index }) => index > (at?.index ?? -1))
					: candidates.findLast(({ index }) => index < (at?.index ?? 0));
		if (next) this.hold(next);
	}

	/** A bar begins at the held beat, or while the recording plays at the beat that is heard. */
	beginBar(late = 0): void {
		const now = this.#parts.player.now() - late;
		if (this.tapping) {
			this.tap(late);
			this.tapping = { ...this.tapping, bars: [...this.tapping.bars, Math.max(0, now)] };
			return;
		}
		const at = this.#parts.player.playing ? null : this.#held;
		const beat = this.#nearest(at ?? now);
		if (!beat) return;
		const after = this.all[beat.index + 1] ?? this.all[beat.index - 1]!;
		const onBeat =
			at === null || Math.abs(at - beat.time) < ON_BEAT * Math.abs(after.time - beat.time);
		this.#held = onBeat ? beat.time : at;
		this.#say(withDownbeat(this.repairs, this.#held));
	}

	/** The held beat goes a little earlier (−1) or later (1). */
	nudge(by: 1 | -1): void {
		if (!this.held) return;
		// Nudges may come faster than the score is written: what was said last counts.
		const last = this.repairs.at(-1);
		const from = last?.kind === 'beat' && last.at === this.#held ? last.at : this.held.time;
		this.#move(this.held, from + by * NUDGE, from);
	}

	/** Lets go of the beat that is pulled. @param to seconds */
	drop(beat: NumberedBeat, to: number): void {
		this.pull = null;
		this.#held = to;
		if (!this.#parts.player.playing) this.#parts.player.seek(to);
		if (beat.beat === 1) this.#say(withDownbeat(this.repairs, to, beat.time));
		else this.#move(beat, to);
	}

	shiftBars(by: 1 | -1): void {
		if (!this.#map) return;
		const near = this.#held ?? this.#parts.player.now();
		this.#say(withBarsShifted(this.repairs, this.#map, near, by));
	}

	count(factor: number): void {
		this.#say(withTempo(this.repairs, factor));
	}

	setMetre(metre: Metre | null): void {
		void this.#parts.workspace.setWriting({ metre });
	}

	confirm(): void {
		if (this.#map) this.#say(withBarsAsTheyAre(this.repairs, this.#map));
	}

	reset(): void {
		this.#held = null;
		this.#say([]);
	}

	/** A tap on the beat that is heard; the first one starts the recording. @param late seconds since the hand came down */
	tap(late = 0): void {
		const { player } = this.#parts;
		this.tooFew = false;
		if (!this.tapping) this.tapping = { taps: [], bars: [] };
		if (!player.playing) return player.toggle();
		const at = Math.max(0, player.now() - late);
		this.tapping = { ...this.tapping, taps: [...this.tapping.taps, at] };
	}

	/** Called while the recording goes on: a hand that rests, or a recording that stops, ends the tapping. */
	watch(position: number, playing: boolean): void {
		const last = this.tapping?.taps.at(-1);
		if (last === undefined) return;
		const gap = medianGap(this.tapping!.taps) ?? 0;
		const back = position < last - 1;
		if (!playing || back || position - last > Math.max(RESTING, RESTING_BEATS * gap)) {
			this.finishTapping();
		}
	}

	finishTapping(): void {
		const done = this.tapping;
		this.tapping = null;
		if (!done) return;
		this.tooFew = done.taps.length > 0 && done.taps.length < LEAST_TAPS;
		if (done.taps.length < LEAST_TAPS) return;
		const tapped = withTaps(this.repairs, done.taps);
		this.#say(done.bars.reduce((repairs, at) => withDownbeat(repairs, at), tapped));
	}

	forgetTapping(): void {
		this.tapping = null;
	}

	#move(beat: NumberedBeat, to: number, from = beat.time): void {
		const before = this.all[beat.index - 1]?.time ?? -Infinity;
		const after = this.all[beat.index + 1]?.time ?? Infinity;
		// Past the middle it would be another beat that moves.
		const least = Math.max(0, (before + beat.time) / 2 + NUDGE / 2);
		const at = Math.min(Math.max(to, least), (after + beat.time) / 2 - NUDGE / 2);
		this.#held = at;
		this.#say(withBeat(this.repairs, at, from));
	}

	#say(repairs: readonly BeatRepair[]): void {
		void this.#parts.workspace.setWriting({ repairs }, null);
	}

	#nearest(time: number): NumberedBeat | null {
		return this.all.reduce<NumberedBeat | null>(
			(best, beat) =>
				!best || Math.abs(beat.time - time) < Math.abs(best.time - time) ? beat : best,
			null
		);
	}
}

function medianGap(times: readonly number[]): number | null {
	const gaps = times.slice(1).map((time, i) => time - times[i]!);
	return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? null;
}
