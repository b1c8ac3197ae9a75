/**
 * Sound on its way to the ear: whatever a decoder gives, in blocks, becomes mono
 * at 22,050 Hz, in chunks. What cannot be heard ends with a code, the same from
 * every decoder: too long, empty, silent.
 */
import { createResampler, type Resampler } from '#models/audio/resample.ts';

export type SoundFailureCode =
	'empty' | 'silent' | 'not-audio' | 'unsupported-codec' | 'encrypted' | 'too-long' | 'corrupt';

export interface SoundFailure {
	readonly code: SoundFailureCode;
	/** For logs and the command line, in English: what exactly is wrong. */
	readonly detail?: string;
}

/** A recording that can be heard once. */
export interface Sound {
	/** Length as the file says it, in seconds; null when it does not. */
	readonly seconds: number | null;
	/** Mono samples at 22,050 Hz. @throws SoundError when the rest cannot be read, or nothing was there. */
	readonly chunks: AsyncIterable<Float32Array>;
	/** Meaningful when `chunks` is done: the file ended before it should have. */
	readonly endsEarly: boolean;
	/** While `chunks` are read: how long it will have been, as far as one can tell by now. */
	readonly estimate?: () => number | null;
}

/** How a failure travels out of a stream that has already begun. */
export class SoundError extends Error {
	override readonly name = 'SoundError';
	readonly failure: SoundFailure;

	constructor(code: SoundFailureCode, detail?: string) {
		super(detail ?? code);
		this.failure = detail === undefined ? { code } : { code, detail };
	}
}

/** Samples as they were decoded: one array for each channel. */
export interface Block {
	readonly hertz: number;
	readonly channels: readonly Float32Array[];
}

/** What a decoder offers. */
export interface Decoding {
	readonly seconds: number | null;
	readonly blocks: AsyncIterable<Block>;
	/** Asked once the blocks are done. */
	readonly endedEarly: () => boolean;
	/** Length in seconds as far as one can tell by now, where the file does not say it beforehand. */
	readonly estimate?: () => number | null;
}

const LONGEST_SECONDS = 3 * 3600;
/** A recording that never leaves ±1e-4 (−80 dB) holds nothing but the noise of its own converter. */
const SILENCE = 1e-4;

/** @throws SoundError `too-long` at once, when the file says so. */
export function soundOf({ seconds, blocks, endedEarly, estimate }: Decoding): Sound {
	if (seconds !== null && seconds > LONGEST_SECONDS) throw new SoundError('too-long');
	let endsEarly = false;

	async function* chunks(): AsyncGenerator<Float32Array> {
		let resampler: Resampler | undefined;
		let hertz = 0;
		let length = 0;
		let peak = 0;

		for await (const block of blocks) {
			const mono = mixDown(block.channels);
			if (mono.length === 0) continue;
			length += mono.length / block.hertz;
			if (length > LONGEST_SECONDS) throw new SoundError('too-long');
			peak = Math.max(peak, peakOf(mono));
			if (block.hertz !== hertz) {
				if (resampler) yield resampler.flush();
				resampler = createResampler(block.hertz);
				hertz = block.hertz;
			}
			const chunk = resampler!.push(mono);
			if (chunk.length > 0) yield chunk;
		}
		if (resampler) yield resampler.flush();

		endsEarly = endedEarly();
		if (length === 0) throw new SoundError('empty');
		if (peak < SILENCE) throw new SoundError('silent');
	}

	return {
		seconds,
		chunks: chunks(),
		get endsEarly() {
			return endsEarly;
		},
		estimate: () => seconds ?? estimate?.() ?? null
	};
}

/** The mean of the channels. Samples that are no number are silence. */
function mixDown(channels: readonly Float32Array[]): Float32Array {
	const mono = new Float32Array(channels[0]?.length ?? 0);
	const share = 1 / channels.length;
	for (const channel of channels) {
		for (let i = 0; i < mono.length; i++) {
			const sample = channel[i]!;
			if (Number.isFinite(sample)) mono[i]! += sample * share;
		}
	}
	return mono;
}

function peakOf(samples: Float32Array): number {
	let peak = 0;
	for (const sample of samples) {
		if (sample > peak) peak = sample;
		else if (-sample > peak) peak = -sample;
	}
	return peak;
}
