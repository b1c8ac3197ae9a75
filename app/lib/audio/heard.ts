/**
 * Ears for the player's tests: an audio context whose output is written down,
 * sample by sample with the clock's own times, and recordings made of clicks.
 */

const TAP = `registerProcessor('tap', class extends AudioWorkletProcessor {
	process([input]) {
		if (input.length > 0) this.port.postMessage({ frame: currentFrame, left: input[0].slice(), right: (input[1] ?? input[0]).slice() });
		return true;
	}
});`;

interface Block {
	readonly frame: number;
	readonly left: Float32Array;
	readonly right: Float32Array;
}

export interface Ears {
	readonly blocks: Block[];
	rate: number;
	remove(): void;
}

/** From here on, every new AudioContext is listened to. */
export function listenToContexts(): Ears {
	const Real = globalThis.AudioContext;
	const ears: Ears = {
		blocks: [],
		rate: 0,
		remove: () => (globalThis.AudioContext = Real)
	};
	const module = URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' }));
	class ListenedAudioContext extends Real {
		readonly #way = new GainNode(this);
		constructor(options?: AudioContextOptions) {
			super(options);
			ears.rate = this.sampleRate;
			void this.audioWorklet.addModule(module).then(() => {
				const tap = new AudioWorkletNode(this, 'tap', { numberOfOutputs: 1 });
				tap.port.onmessage = ({ data }: MessageEvent<Block>) => ears.blocks.push(data);
				this.#way.connect(tap).connect(super.destination);
			});
		}
		override get destination(): AudioDestinationNode {
			return this.#way as unknown as AudioDestinationNode;
		}
	}
	globalThis.AudioContext = ListenedAudioContext;
	return ears;
}

/** What was heard, as one stretch of samples from the first block on. */
export function heard(ears: Ears): { start: number; left: Float32Array; right: Float32Array } {
	const first = ears.blocks[0]!.frame;
	const last = ears.blocks.at(-1)!;
	const length = last.frame + last.left.length - first;
	const left = new Float32Array(length);
	const right = new Float32Array(length);
	for (const block of ears.blocks) {
		left.set(block.left, block.frame - first);
		right.set(block.right, block.frame - first);
	}
	return { start: first / ears.rate, left, right };
}

/**
 * The moments, seconds, at which something sets in: the loudness over 2 ms
 * passes half of the greatest nearby, after at least `gap` seconds.
 */
export function onsets(samples: Float32Array, rate: number, start: number, gap: number): number[] {
	const hop = Math.round(rate * 0.0005);
	const size = Math.round(rate * 0.002);
	const level: number[] = [];
	for (let i = 0; i + size < samples.length; i += hop) {
		let sum = 0;
		for (let j = i; j < i + size; j++) sum += samples[j]! ** 2;
		level.push(Math.sqrt(sum / size));
	}
	const top = level.reduce((most, value) => Math.max(most, value), 0);
	const found: number[] = [];
	const span = Math.round((gap * rate) / hop / 2);
	for (let i = 0; i < level.length; i++) {
		if (level[i]! < top * 0.25) continue;
		let peak = 0;
		for (let j = i; j < Math.min(level.length, i + span); j++) peak = Math.max(peak, level[j]!);
		let k = i;
		while (level[k]! < peak * 0.5) k++;
		found.push(start + (k * hop + size / 2) / rate);
		i += span;
	}
	return found;
}

/** A stereo WAV whose left channel clicks at `times` and whose right is silent. */
export function clicks(times: readonly number[], seconds: number, rate = 44_100): Blob {
	return wav(seconds, rate, (t) => {
		for (const time of times) {
			const after = t - time;
			if (after >= 0 && after < 0.05) {
				return 0.6 * Math.cos(2 * Math.PI * 1200 * after) * Math.exp(-after / 0.008);
			}
		}
		return 0;
	});
}

/** A stereo WAV whose left channel is `sample(t)`. */
export function wav(seconds: number, rate: number, sample: (t: number) => number): Blob {
	const frames = Math.round(seconds * rate);
	const view = new DataView(new ArrayBuffer(44 + frames * 4));
	const text = (at: number, word: string): void =>
		[...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
	text(0, 'RIFF');
	view.setUint32(4, 36 + frames * 4, true);
	text(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 2, true);
	view.setUint32(24, rate, true);
	view.setUint32(28, rate * 4, true);
	view.setUint16(32, 4, true);
	view.setUint16(34, 16, true);
	text(36, 'data');
	view.setUint32(40, frames * 4, true);
	for (let i = 0; i < frames; i++) {
		view.setInt16(44 + i * 4, Math.round(sample(i / rate) * 32_767), true);
	}
	return new Blob([view.buffer], { type: 'audio/wav' });
}
