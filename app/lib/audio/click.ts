/** The click: two short wooden ticks made here, the higher one for the downbeat. */
import { ToneAudioBuffer } from 'tone/build/esm/core/context/ToneAudioBuffer.js';
import { ToneBufferSource } from 'tone/build/esm/source/buffer/ToneBufferSource.js';
import type { Context } from 'tone/build/esm/core/context/Context.js';

const DOWNBEAT_HZ = 1800;
const BEAT_HZ = 1200;
const SECONDS = 0.045;

export class Click {
	readonly #context: Context;
	readonly #downbeat: ToneAudioBuffer;
	readonly #beat: ToneAudioBuffer;

	constructor(context: Context) {
		this.#context = context;
		this.#downbeat = tick(context, DOWNBEAT_HZ, 1);
		this.#beat = tick(context, BEAT_HZ, 0.7);
	}

	/** One tick at a time of the audio clock, into `output`. */
	strike(time: number, downbeat: boolean, output: AudioNode): void {
		const source = new ToneBufferSource({
			context: this.#context,
			url: downbeat ? this.#downbeat : this.#beat,
			onended: () => source.dispose()
		});
		source.connect(output);
		source.start(time);
	}

	dispose(): void {
		this.#downbeat.dispose();
		this.#beat.dispose();
	}
}

/** It starts at full strength: a click that swells in is heard late. */
function tick(context: Context, hertz: number, level: number): ToneAudioBuffer {
	const length = Math.round(context.sampleRate * SECONDS);
	const buffer = context.createBuffer(1, length, context.sampleRate);
	const samples = buffer.getChannelData(0);
	for (let i = 0; i < length; i++) {
		const t = i / context.sampleRate;
		samples[i] = level * Math.cos(2 * Math.PI * hertz * t) * Math.exp(-t / 0.008);
	}
	return new ToneAudioBuffer(buffer);
}
