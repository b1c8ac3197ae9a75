import { describe, expect, test } from 'vitest';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { fakeEngine, noise, sounding, type FakeEngine } from '#tests/support/fake-engine.ts';
import { checked, type EngineName } from './engine.ts';
import type { Candidate } from './select.ts';
import { SteadyEngine } from './steady.ts';

const LOST = new Error('the device is lost');

/** A device whose engines each fail after so many runs; Infinity never fails. */
function device(name: EngineName, ...lives: number[]): Candidate & { made: FakeEngine[] } {
	const made: FakeEngine[] = [];
	return {
		name,
		made,
		lastResort: false,
		refusal: () => Promise.resolve(null),
		create() {
			const life = lives[made.length];
			if (life === undefined) return Promise.reject(new Error('no device'));
			const engine = fakeEngine(name, (run) => (run >= life ? LOST : null));
			made.push(engine);
			return Promise.resolve(engine);
		}
	};
}

const window = noise(WINDOW_SAMPLES);
const now = (): number => 0;

describe('an engine that outlives its device', { timeout: 60_000 }, () => {
	test('makes a lost device anew and hears the same window again', async () => {
		const gpu = device('onnx-webgpu', 1, Infinity);
		const steady = await SteadyEngine.start([gpu], 'onnx-webgpu', now);
		const before = await steady.run(window, 1);

		const after = await steady.run(window, 1);

		expect(after).toEqual(before);
		expect(gpu.made.map(({ disposed }) => disposed)).toEqual([true, false]);
		expect(steady.tried).toContainEqual({
			engine: 'onnx-webgpu',
			ms: null,
			reason: 'the device is lost'
		});
	});

	test('moves on to the next engine when the new device is lost, too', async () => {
		const gpu = device('onnx-webgpu', 1, 1, Infinity);
		const wasm = device('onnx-wasm', Infinity);
		const right = fakeEngine('onnx-wasm');
		right.run = () => Promise.resolve(sounding(48));
		wasm.create = () => Promise.resolve(right);
		const steady = await SteadyEngine.start([gpu, wasm], 'onnx-webgpu', now);
		await steady.run(window, 1);
		await steady.run(window, 1);

		const third = await steady.run(window, 1);

		expect(third).toEqual(sounding(48));
		expect(steady.name).toBe('onnx-wasm');
		expect(gpu.made).toHaveLength(2);
		expect(steady.tried.map(({ engine }) => engine)).toEqual(['onnx-webgpu', 'onnx-wasm']);
	});

	test('gives up when nothing is left, and says what was tried', async () => {
		const steady = await SteadyEngine.start([device('onnx-wasm', 1)], 'onnx-wasm', now);
		await steady.run(window, 1);

		await expect(steady.run(window, 1)).rejects.toThrow('onnx-wasm (the device is lost)');
	});

	test('zeros and NaN are no answer', async () => {
		const good = await fakeEngine().run(window, 1);
		const zeros = { ...good, onset: new Float32Array(good.onset.length) };
		const broken = { ...good, contour: good.contour.map((v, i) => (i === 5 ? NaN : v)) };

		expect(checked(good, 1)).toBe(good);
		expect(() => checked(zeros, 1)).toThrow('onset is empty');
		expect(() => checked(broken, 1)).toThrow('contour is empty or not a number');
		expect(() => checked(good, 2)).toThrow('note has');
	});
});
