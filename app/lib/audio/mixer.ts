/** Three faders into one limiter: the recording, the synth and the click. */
import { Limiter } from 'tone/build/esm/component/dynamics/Limiter.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';
import { Gain } from 'tone/build/esm/core/context/Gain.js';

export type Source = 'recording' | 'synth' | 'click';
/** Where each fader stands, 0–1. */
export type Gains = Readonly<Record<Source, number>>;

/** Long enough that a moved fader does not crackle. */
const FADE_SECONDS = 0.03;

export class Mixer {
	readonly #limiter: Limiter;
	readonly #faders: Readonly<Record<Source, Gain>>;

	constructor(context: Context, gains: Gains, output: AudioNode) {
		this.#limiter = new Limiter({ context, threshold: -1 });
		this.#limiter.connect(output);
		const fader = (source: Source): Gain =>
			new Gain({ context, gain: loudness(gains[source]) }).connect(this.#limiter);
		this.#faders = { recording: fader('recording'), synth: fader('synth'), click: fader('click') };
	}

	/** Where a source's sound goes in. */
	input(source: Source): AudioNode {
		return this.#faders[source].input;
	}

	set(source: Source, gain: number): void {
		this.#faders[source].gain.rampTo(loudness(gain), FADE_SECONDS);
	}

	dispose(): void {
		for (const fader of Object.values(this.#faders)) fader.dispose();
		this.#limiter.dispose();
	}
}

/** A fader's way is felt as even when its square is the amplitude. */
const loudness = (gain: number): number => Math.min(1, Math.max(0, gain)) ** 2;
