/**
 * The recording in a run of playing. At its own speed the samples go out as
 * they are; at another, through the stretcher, which keeps the pitch. Either
 * way sound is read a few seconds ahead of what is heard, and let go behind it.
 */
import { TapeLost, type Tape } from '#app/audio/recording.ts';
import { soundsAlong, type Sound } from '#app/audio/line.ts';
import { timeAt, type Course } from '#app/audio/schedule.ts';
import { blockFor, type StretchNode } from '#app/audio/stretch.ts';

/** Seconds of the clock that are given ahead: more than any pause of the page that a listener would forgive. */
const AHEAD = 3;
/** Sound in hand before playing starts, seconds of the recording. */
const PRIMED = 0.5;
/** The stretcher hears a block around each moment; without the sound before the first it would fade in. */
const BEFORE = 0.15;

/** Takes sounds in order and makes them heard at their times. */
interface Outlet {
	begin(course: Course): void;
	give(sound: Sound, course: Course): void;
	end(): void;
}

export class TapeVoice {
	readonly #sounds: AsyncGenerator<Sound, void>;
	readonly #context: AudioContext;
	readonly #outlet: Outlet;
	readonly #stop = new AbortController();
	readonly #primed: Sound[] = [];
	#wake = (): void => {};

	/** @param stretch the node that keeps the pitch, or null to play the samples as they are. */
	constructor(
		context: AudioContext,
		tape: Tape,
		line: Course,
		stretch: StretchNode | null,
		output: AudioNode
	) {
		this.#context = context;
		this.#sounds = untilLost(soundsAlong(tape, line, stretch ? BEFORE : 0, this.#stop.signal));
		this.#outlet = stretch
			? stretched(stretch, Math.max(0, line.from - BEFORE))
			: direct(context, tape.rate, output);
	}

	/** Reads the first sound, so that the start is on time. */
	async prime(): Promise<void> {
		for (let seconds = 0; seconds < PRIMED;) {
			const next = await this.#sounds.next();
			if (next.done) return;
			this.#primed.push(next.value);
			seconds += next.value.seconds;
		}
	}

	start(course: Course): void {
		this.#outlet.begin(course);
		for (const sound of this.#primed.splice(0)) this.#outlet.give(sound, course);
		void this.#pump(course);
	}

	advance(): void {
		this.#wake();
	}

	end(): void {
		this.#stop.abort();
		this.#wake();
		this.#outlet.end();
	}

	async #pump(course: Course): Promise<void> {
		const { signal } = this.#stop;
		for await (const sound of this.#sounds) {
			if (signal.aborted) return;
			this.#outlet.give(sound, course);
			const time = timeAt(course, sound.unrolled + sound.seconds);
			while (!signal.aborted && time > this.#context.currentTime + AHEAD) {
				await new Promise<void>((resolve) => (this.#wake = resolve));
			}
			if (signal.aborted) return;
		}
	}
}

/** Sound as far as there is any: whoever opened the tape hears that it was lost. */
async function* untilLost(sounds: AsyncGenerator<Sound, void>): AsyncGenerator<Sound, void> {
	try {
		yield* sounds;
	} catch (cause) {
		if (!(cause instanceof TapeLost)) throw cause;
	}
}

function direct(context: AudioContext, rate: number, output: AudioNode): Outlet {
	const playing = new Set<AudioBufferSourceNode>();
	return {
		begin: () => {},
		give(sound, course) {
			const buffer = context.createBuffer(sound.channels.length, sound.channels[0]!.length, rate);
			sound.channels.forEach((channel, c) => buffer.copyToChannel(channel, c));
			const source = new AudioBufferSourceNode(context, { buffer, playbackRate: course.rate });
			const time = timeAt(course, sound.unrolled);
			const late = Math.max(0, context.currentTime - time);
			const offset = late * course.rate;
			if (offset >= sound.seconds) return;
			source.connect(output);
			source.onended = () => {
				playing.delete(source);
				source.disconnect();
			};
			source.start(time + late, offset);
			playing.add(source);
		},
		end: () => playing.forEach((source) => source.stop())
	};
}

/** @param begin place on the unrolled line of the first sound given. */
function stretched(node: StretchNode, begin: number): Outlet {
	void node.dropBuffers();
	return {
		begin({ at, from, rate }) {
			void node.configure(blockFor(rate));
			void node.schedule({ active: true, output: at, input: from - begin, rate });
		},
		give({ channels }) {
			void node.addBuffers(
				channels,
				channels.map((channel) => channel.buffer)
			);
		},
		end() {
			void node.schedule({ active: false });
			void node.dropBuffers();
		}
	};
}
