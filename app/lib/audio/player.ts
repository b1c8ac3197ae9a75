/**
 * Plays a score with its recording: one place, one speed, one loop for
 * recording, synth and click, which are scheduled on one clock.
 *
 * Every change while playing is a new run that takes over from the old one at
 * an exact moment. Only the last of several quick changes is carried out.
 */
import { Deck } from '#app/audio/deck.ts';
import { Engine } from '#app/audio/engine.ts';
import type { Gains, Source } from '#app/audio/mixer.ts';
import type { PlayerMusic } from '#app/audio/music.ts';
import type { PlayerFailure, PlayerOptions, SoundState } from '#app/audio/player-state.ts';
import { Run } from '#app/audio/run.ts';
import { isOver, placeOf, unrolledAt, type Range } from '#app/audio/schedule.ts';
import { STRETCH_LEAD } from '#app/audio/stretch.ts';
import { seconds, type Seconds } from '#music/time.ts';

const SLOWEST = 0.25;
const FASTEST = 1.5;
/** A loop shorter than this is taken for a slip of the hand, seconds. */
const SHORTEST_LOOP = 0.1;
/** From the decision to start to the first sound, seconds. */
const LEAD = 0.06;
/** A change while playing takes over this much later, so that reading ahead is done by then. */
const TAKE_OVER = 0.12;
/** How long an ended run's fade can be heard, seconds. */
const FADED = 0.15;
/** A clock that stands still this long while it should run has lost its device, milliseconds. */
const STALLED_MS = 3000;

export class Player {
	readonly #options: PlayerOptions;
	#music: PlayerMusic | null = null;
	readonly #deck = new Deck(() => this.#set({ failure: { code: 'unreachable' } }));
	#engine: Engine | null = null;
	#run: Run | null = null;
	#leaving: { run: Run; until: number }[] = [];
	#turn = 0;
	#place = 0;
	#speed = 1;
	#loop: Range | null = null;
	#gains: Gains = { recording: 0.8, synth: 0.35, click: 0 };
	#state: SoundState = { playing: false, busy: false, failure: null };
	#wait = new AbortController();
	#resting: ReturnType<typeof setTimeout> | undefined;
	#pulse = { time: -1, at: 0 };
	/** A bar of clicks before `play()`. */
	countIn = false;

	constructor(options: PlayerOptions) {
		this.#options = options;
	}

	/** Takes another piece of music; what was playing stops. */
	async load(music: PlayerMusic, signal: AbortSignal): Promise<void> {
		this.pause();
		const failure = await this.#deck.load(music.recording, signal);
		if (signal.aborted) return;
		this.#music = music;
		this.#place = 0;
		this.#loop = null;
		this.#set({ failure });
	}

	/** The same recording, written anew: new notes and beats take over where the player is. */
	rewrite(music: PlayerMusic): void {
		this.#music = music;
		if (this.#state.playing) void this.#begin({ at: 'here' });
	}

	/** Must be called from a person's gesture the first time. */
	async play(): Promise<void> {
		if (!this.#music || this.#state.playing || this.#state.busy) return;
		const { start, end } = this.#loop ?? { start: 0, end: this.#music.seconds };
		const outside = this.#place < start - 0.001 || this.#place >= end - 0.01;
		await this.#begin({ at: outside ? start : this.#place, pressed: true });
	}

	pause(): void {
		this.#stopAt(this.#now());
	}

	#stopAt(place: number): void {
		this.#place = place;
		this.#turn++;
		this.#wait.abort();
		this.#leave(this.#engine?.context.currentTime ?? 0);
		this.#set({ playing: false, busy: false });
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => {
			this.#sweep(Infinity);
			void this.#engine?.rest();
		}, FADED * 1000);
	}

	/** @param place in the recording. */
	seek(place: Seconds): void {
		const end = this.#music?.seconds ?? 0;
		this.#place = Math.min(Math.max(0, place), end);
		if (this.#state.playing) void this.#begin({ at: this.#place });
	}

	/** @param speed 1 is the recording's own; its pitch is kept. */
	setSpeed(speed: number): void {
		this.#speed = Math.min(FASTEST, Math.max(SLOWEST, speed));
		if (this.#state.playing) void this.#begin({ at: 'here' });
	}

	setLoop(loop: Range | null): void {
		this.#loop = loop && loop.end - loop.start >= SHORTEST_LOOP ? loop : null;
		if (!this.#state.playing) return;
		const past = this.#loop && this.#now() >= this.#loop.end;
		void this.#begin({ at: past ? this.#loop!.start : 'here' });
	}

	/** @param gain 0–1, as a fader stands. */
	setGain(source: Source, gain: number): void {
		this.#gains = { ...this.#gains, [source]: gain };
		this.#engine?.mixer.set(source, gain);
	}

	/** The place that is heard now. */
	position(): Seconds {
		return seconds(this.#now());
	}

	dispose(): void {
		this.pause();
		clearTimeout(this.#resting);
		this.#sweep(Infinity);
		this.#engine?.dispose();
		this.#engine = null;
		this.#deck.close();
		this.#music = null;
	}

	/** @param how.pressed by a press of play, not by a change while playing */
	async #begin(how: { at: number | 'here'; pressed?: boolean }): Promise<void> {
		const turn = ++this.#turn;
		clearTimeout(this.#resting);
		this.#set({ busy: !this.#state.playing });
		let engine = await this.#awake();
		if (turn !== this.#turn) return;
		if (engine && how.pressed && this.#deck.away) {
			const failure = await this.#deck.reach();
			if (turn !== this.#turn) return;
			this.#set({ failure });
			engine = await this.#awake();
			if (turn !== this.#turn) return;
		}
		if (!engine) return this.#fail('no-device');

		await this.#open(engine);
		if (turn !== this.#turn) return;
		const { tape } = this.#deck;
		const stretch = this.#speed === 1 || !tape ? null : await engine.takeStretch();
		if (turn !== this.#turn || !this.#music) {
			if (stretch) engine.giveStretch(stretch);
			return;
		}

		const { context } = engine;
		const lead = stretch ? STRETCH_LEAD : LEAD;
		const old = this.#run;
		const soon = context.currentTime + lead + TAKE_OVER;
		const here = old ? placeOf(old.course, unrolledAt(old.course, soon)) : this.#place;
		const run = new Run(
			{ context, mixer: engine.mixer, click: engine.click, synth: engine.synth, tape },
			this.#music,
			{
				from: how.at === 'here' ? here : how.at,
				rate: this.#speed,
				loop: this.#loop,
				until: this.#music.seconds
			},
			{ countIn: how.pressed === true && this.countIn, stretch }
		);
		await run.prime();
		if (turn !== this.#turn) return this.#discard(run);

		const earliest = context.currentTime + lead + run.countedFor;
		const at = how.at === 'here' && old ? soon : earliest;
		this.#leave(Math.max(context.currentTime, at - run.countedFor));
		this.#run = run;
		run.start(at);
		this.#pulse = { time: -1, at: 0 };
		this.#set({ playing: true, busy: false });
	}

	/** The engine, running; null when there is no device, or the browser refuses to start it. */
	async #awake(): Promise<Engine | null> {
		const engine = this.#ready();
		await engine?.resume().catch(() => {}); // the state says it
		return engine?.context.state === 'running' ? engine : null;
	}

	/** The engine for this recording; another sample rate needs another one. */
	#ready(): Engine | null {
		const rate = this.#deck.tape?.rate ?? null;
		if (this.#engine && rate && this.#engine.context.sampleRate !== rate) {
			this.#engine.dispose();
			this.#engine = null;
		}
		if (this.#engine) return this.#engine;
		try {
			const engine = new Engine(rate, this.#options.files, this.#gains);
			engine.onTick(() => this.#tick(engine));
			engine.context.addEventListener('statechange', () => this.#interrupted(engine));
			engine.context.addEventListener('error', () => this.#recover());
			return (this.#engine = engine);
		} catch {
			return null;
		}
	}

	async #open(engine: Engine): Promise<void> {
		if (engine.synth) return;
		this.#wait = new AbortController();
		const { signal } = this.#wait;
		const had = await this.#options.ensureFiles(signal).catch(() => false);
		if (signal.aborted) return;
		const opened = had && (await engine.openSynth());
		if (opened && this.#state.failure?.code === 'no-instrument') this.#set({ failure: null });
		if (!opened && !this.#state.failure) this.#set({ failure: { code: 'no-instrument' } });
	}

	#tick(engine: Engine): void {
		const now = engine.context.currentTime;
		this.#sweep(now);
		const run = this.#run;
		if (!run) return;
		run.advance();
		if (isOver(run.course, unrolledAt(run.course, now))) {
			// What is heard lags behind what was sent; the end is the end all the same.
			this.#stopAt(this.#music?.seconds ?? 0);
			return;
		}
		if (now !== this.#pulse.time) this.#pulse = { time: now, at: performance.now() };
		else if (performance.now() - this.#pulse.at > STALLED_MS) this.#recover();
	}

	/** A call, another app or the system has taken the device: nothing is lost, play goes on from here. */
	#interrupted(engine: Engine): void {
		if (engine !== this.#engine || engine.context.state === 'running') return;
		if (this.#state.playing) this.pause();
	}

	#recover(): void {
		const playing = this.#state.playing;
		this.pause();
		clearTimeout(this.#resting);
		this.#sweep(Infinity);
		this.#engine?.dispose();
		this.#engine = null;
		if (playing) void this.#begin({ at: this.#place });
	}

	#now(): number {
		const run = this.#run;
		if (!run || !this.#engine) return this.#place;
		const { currentTime, outputLatency, baseLatency } = this.#engine.context;
		const heard = currentTime - (outputLatency || baseLatency || 0);
		const before = this.#leaving.at(-1);
		// Until the new run is heard, the old one is where the listener is.
		const course =
			before && heard < run.course.at && heard < before.until ? before.run.course : run.course;
		return placeOf(course, unrolledAt(course, heard));
	}

	#leave(time: number): void {
		if (!this.#run) return;
		this.#run.end(time);
		this.#leaving.push({ run: this.#run, until: time + FADED });
		this.#run = null;
	}

	#sweep(now: number): void {
		const gone = this.#leaving.filter(({ until }) => until <= now);
		this.#leaving = this.#leaving.filter(({ until }) => until > now);
		for (const { run } of gone) this.#discard(run);
	}

	#discard(run: Run): void {
		run.dispose();
		if (run.stretch) this.#engine?.giveStretch(run.stretch);
	}

	#fail(code: PlayerFailure['code']): void {
		this.#place = this.#now();
		this.#set({ playing: false, busy: false, failure: { code } });
	}

	#set(change: Partial<SoundState>): void {
		this.#state = { ...this.#state, ...change };
		this.#options.onState(this.#state);
	}
}
