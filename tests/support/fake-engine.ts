/** An engine for tests of what lies around it: what it hears depends on the window's samples, and costs nothing. */
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { WINDOW_FRAMES, WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import type { Engine, EngineName, WindowOutput } from '#models/engine/engine.ts';

export interface FakeEngine extends Engine {
	/** Windows heard so far. */
	windows: number;
	disposed: boolean;
}

/** @param fails Asked before each run; what it returns is thrown. */
export function fakeEngine(
	name: EngineName = 'onnx-wasm',
	fails: (run: number) => Error | null = () => null
): FakeEngine {
	let runs = 0;
	return {
		name,
		windows: 0,
		disposed: false,
		async run(windows, count) {
			const failure = fails(runs++);
			if (failure) throw failure;
			this.windows += count;
			return Promise.resolve(answer(windows, count));
		},
		dispose() {
			this.disposed = true;
			return Promise.resolve();
		}
	};
}

/** In each window one note, on a key that the sound decides, over murmur that it decides, too. */
function answer(windows: Float32Array, count: number): WindowOutput {
	const heard = (window: number, place: number): number =>
		Math.abs(windows[window * WINDOW_SAMPLES + (place % WINDOW_SAMPLES)]!) % 1;
	const murmur = (width: number): Float32Array =>
		Float32Array.from({ length: count * WINDOW_FRAMES * width }, (_, i) => {
			const size = WINDOW_FRAMES * width;
			return 0.2 * heard(Math.floor(i / size), 7 * (i % size));
		});
	const [note, onset, contour] = [murmur(KEYS), murmur(KEYS), murmur(CONTOUR_BINS)];
	for (let window = 0; window < count; window++) {
		const key = 30 + Math.floor(20 * heard(window, 20_000));
		for (let frame = 60; frame < 100; frame++) {
			const row = window * WINDOW_FRAMES + frame;
			note[row * KEYS + key] = 0.8;
			if (frame < 62) onset[row * KEYS + key] = 0.9;
		}
	}
	return { note, onset, contour };
}

/** Reproducible noise (a linear congruential generator). */
export function noise(samples: number): Float32Array {
	let state = 1;
	return Float32Array.from({ length: samples }, () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 31 - 1;
	});
}

export async function* streamed(sound: Float32Array, size = 20_000): AsyncGenerator<Float32Array> {
	for (let at = 0; at < sound.length; at += size) {
		yield sound.subarray(at, at + size);
		await Promise.resolve();
	}
}

/** One window in which one key (48 is A4) sounds all along. */
export function sounding(key: number): WindowOutput {
	const note = new Float32Array(WINDOW_FRAMES * KEYS);
	for (let frame = 0; frame < WINDOW_FRAMES; frame++) note[frame * KEYS + key] = 0.9;
	return { note, onset: note, contour: note };
}
