/**
 * What makes sound: one audio context with its mixer, click, instrument and
 * stretchers. It runs at the recording's own sample rate, so that the samples
 * go out untouched and a cut between two pieces is exact. Lost devices end an
 * engine; the player builds another.
 */
import { Context } from 'tone/build/esm/core/context/Context.js';
import { Click } from '#app/audio/click.ts';
import { Mixer, type Gains } from '#app/audio/mixer.ts';
import { createStretch, type StretchNode } from '#app/audio/stretch.ts';
import { Synth, type SynthFiles } from '#app/audio/synth.ts';

export interface SoundFiles extends SynthFiles {
	readonly stretchUrl: string;
}

/** How often the page looks ahead, seconds. Tone's ticker runs in a worker, so a hidden tab keeps time. */
const TICK_SECONDS = 0.03;

export class Engine {
	readonly context: AudioContext;
	readonly mixer: Mixer;
	readonly click: Click;
	readonly #tone: Context;
	readonly #files: SoundFiles;
	readonly #spare: StretchNode[] = [];
	#synth: Synth | null = null;

	/** @param rate frames a second, or null for the device's own. */
	constructor(rate: number | null, files: SoundFiles, gains: Gains) {
		this.context = new AudioContext(rate ? { sampleRate: rate } : {});
		this.#tone = new Context({
			context: this.context,
			clockSource: 'offline',
			updateInterval: TICK_SECONDS
		});
		this.#files = files;
		this.mixer = new Mixer(this.#tone, gains, this.context.destination);
		this.click = new Click(this.#tone);
	}

	get synth(): Synth | null {
		return this.#synth;
	}

	/** Opens the instrument; false when its files cannot be had. */
	async openSynth(): Promise<boolean> {
		if (this.#synth) return true;
		try {
			this.#synth = await Synth.open(this.context, this.#files, this.mixer.input('synth'));
			return true;
		} catch {
			return false;
		}
	}

	/** A free stretcher, or null when its module cannot be had. */
	async takeStretch(): Promise<StretchNode | null> {
		const spare = this.#spare.pop();
		if (spare) return spare;
		try {
			return await createStretch(this.context, this.#files.stretchUrl);
		} catch {
			return null;
		}
	}

	giveStretch(node: StretchNode): void {
		this.#spare.push(node);
	}

	/** Calls back every tick while the context runs. */
	onTick(callback: () => void): void {
		this.#tone.on('tick', callback);
	}

	async resume(): Promise<void> {
		this.#tone.clockSource = 'worker';
		await this.context.resume();
	}

	/** Stops the clock and the device: a paused player costs nothing. */
	async rest(): Promise<void> {
		this.#tone.clockSource = 'offline';
		if (this.context.state === 'running') await this.context.suspend();
	}

	dispose(): void {
		this.#synth?.dispose();
		this.click.dispose();
		this.mixer.dispose();
		for (const node of this.#spare) node.disconnect();
		this.#tone.dispose();
		if (this.context.state !== 'closed') void this.context.close();
	}
}
