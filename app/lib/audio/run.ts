/**
 * One uninterrupted run of playing: recording, synth and click along one
 * course. A seek, a new speed or a new loop ends a run and begins another; the
 * two are faded into each other at one moment of the clock.
 */
import type { Click } from '#app/audio/click.ts';
import type { Mixer } from '#app/audio/mixer.ts';
import type { PlayerMusic, PlayerNote } from '#app/audio/music.ts';
import type { Tape } from '#app/audio/recording.ts';
import {
	countIn,
	pieces,
	soundingAt,
	timeAt,
	unrolledAt,
	within,
	type CountedBeat,
	type Course
} from '#app/audio/schedule.ts';
import type { StretchNode } from '#app/audio/stretch.ts';
import type { Instrument, Synth } from '#app/audio/synth.ts';
import { TapeVoice } from '#app/audio/tape-voice.ts';

/** What a run plays on. */
export interface Stage {
	readonly context: AudioContext;
	readonly mixer: Mixer;
	readonly click: Click;
	readonly synth: Synth | null;
	readonly tape: Tape | null;
}

/** Notes and clicks are sent this far ahead, seconds: more than any pause of a busy page. */
const HORIZON = 0.8;
/** A click later than this, seconds, would mislead: better none. */
const TOO_LATE = 0.015;
/** Time constant of the fade that ends a run. */
const FADE = 0.006;
/** A repeated note is let go this long before it is struck again. */
const RELEASE = 0.008;

export class Run {
	readonly #stage: Stage;
	readonly #music: PlayerMusic;
	readonly #stretch: StretchNode | null;
	readonly #voice: TapeVoice | null;
	readonly #instrument: Instrument | null;
	readonly #recording: GainNode;
	readonly #clicks: GainNode;
	readonly #counted: readonly CountedBeat[];
	#course: Course;
	#started = false;
	#sent: number;
	#releases: { pitch: number; time: number }[] = [];

	constructor(
		stage: Stage,
		music: PlayerMusic,
		line: Omit<Course, 'at'>,
		options: { readonly countIn: boolean; readonly stretch: StretchNode | null }
	) {
		const { context, mixer, synth, tape } = stage;
		this.#stage = stage;
		this.#music = music;
		this.#sent = line.from;
		this.#course = { ...line, at: 0 };
		this.#recording = new GainNode(context, { gain: 0 });
		this.#recording.connect(mixer.input('recording'));
		this.#clicks = new GainNode(context);
		this.#clicks.connect(mixer.input('click'));
		this.#stretch = tape && options.stretch;
		this.#stretch?.connect(this.#recording);
		this.#voice = tape
			? new TapeVoice(context, tape, this.#course, this.#stretch, this.#recording)
			: null;
		this.#instrument = synth?.instrument(music.program) ?? null;
		this.#counted = options.countIn ? countIn(music.beats, line.from) : [];
	}

	/** Until the start its `at` means nothing. */
	get course(): Course {
		return this.#course;
	}

	/** Seconds of the clock from the first click of the count-in to the music. */
	get countedFor(): number {
		return Math.max(0, this.#counted[0]?.before ?? 0) / this.#course.rate;
	}

	/** The stretcher in use, which must be given back after the end. */
	get stretch(): StretchNode | null {
		return this.#stretch;
	}

	async prime(): Promise<void> {
		await this.#voice?.prime();
	}

	/** @param at when the first moment of the course sounds, on the audio clock. */
	start(at: number): void {
		this.#started = true;
		this.#course = { ...this.#course, at };
		const { gain } = this.#recording;
		const now = this.#stage.context.currentTime;
		const open = Math.max(now, at - 0.004);
		gain.setValueAtTime(0, open);
		gain.linearRampToValueAtTime(1, Math.max(open + 0.001, at));
		const output = this.#clicks;
		for (const { before, downbeat } of this.#counted) {
			this.#stage.click.strike(at - before / this.#course.rate, downbeat, output);
		}
		this.#voice?.start(this.#course);
		this.advance();
	}

	/** Sends what sounds before the horizon; called many times a second. */
	advance(): void {
		if (!this.#started) return;
		const horizon = this.#stage.context.currentTime + HORIZON;
		const to = unrolledAt(this.#course, horizon);
		if (to > this.#sent) {
			for (const piece of pieces(this.#course, this.#sent, to)) this.#send(piece);
			this.#sent = to;
		}
		this.#release(horizon);
		this.#voice?.advance();
	}

	/** Ends the sound at a time of the clock, now or soon. */
	end(time: number): void {
		for (const { gain } of [this.#recording, this.#clicks]) {
			gain.cancelScheduledValues(time);
			gain.setTargetAtTime(0, time, FADE);
		}
		this.#instrument?.end(time, this.#stage.context.currentTime + HORIZON);
	}

	/** Lets go of everything, once the end has been heard. */
	dispose(): void {
		this.#voice?.end();
		this.#stretch?.disconnect();
		this.#recording.disconnect();
		this.#clicks.disconnect();
	}

	#send(piece: { start: number; end: number; unrolled: number }): void {
		const { notes, beats } = this.#music;
		const { from, loop } = this.#course;
		const time = (place: number): number =>
			timeAt(this.#course, piece.unrolled + place - piece.start);
		const entered = piece.unrolled === from || (loop !== null && piece.start === loop.start);
		if (entered) {
			for (const note of soundingAt(notes, piece.start)) this.#strike(note, piece.start, time);
		}
		for (const note of within(notes, (note) => note.start, piece)) {
			this.#strike(note, note.start, time);
		}
		for (const beat of within(beats, (beat) => beat.time, piece)) {
			const at = time(beat.time);
			if (at < this.#stage.context.currentTime - TOO_LATE) continue;
			this.#stage.click.strike(at, beat.downbeat, this.#clicks);
		}
	}

	#strike(note: PlayerNote, start: number, time: (place: number) => number): void {
		const { loop, from } = this.#course;
		const end = loop && from < loop.end ? Math.min(note.end, loop.end) : note.end;
		this.#instrument?.on(note.pitch, note.level, time(start));
		this.#releases.push({ pitch: note.pitch, time: time(end) - RELEASE });
	}

	#release(horizon: number): void {
		const due = this.#releases.filter(({ time }) => time < horizon);
		if (due.length === 0) return;
		this.#releases = this.#releases.filter(({ time }) => time >= horizon);
		for (const { pitch, time } of due) this.#instrument?.off(pitch, time);
	}
}
