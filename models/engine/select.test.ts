import { describe, expect, test } from 'vitest';
import { fakeEngine, sounding, type FakeEngine } from '#tests/support/fake-engine.ts';
import type { EngineName } from './engine.ts';
import { chooseEngine, type Candidate } from './select.ts';

/** A clock that only engines move. */
const clock = { ms: 0 };
const now = (): number => clock.ms;

interface Made extends Candidate {
	readonly engine: FakeEngine;
	started: number;
}

/** A candidate that hears A4, and takes `ms` for a window. */
function candidate(
	name: EngineName,
	ms: number,
	{ refusal = null, broken = false, hears = 48, lastResort = false }: Partial<Odd> = {}
): Made {
	const engine = fakeEngine(name);
	engine.run = () => {
		clock.ms += ms;
		return Promise.resolve(sounding(hears));
	};
	return {
		name,
		lastResort,
		engine,
		started: 0,
		refusal: () => Promise.resolve(refusal),
		create() {
			this.started++;
			return broken ? Promise.reject(new Error('no device')) : Promise.resolve(engine);
		}
	};
}

interface Odd {
	readonly refusal: string | null;
	readonly broken: boolean;
	readonly hears: number;
	readonly lastResort: boolean;
}

describe('choosing an engine', () => {
	test('takes the faster of two, says what both took, and puts the slower away', async () => {
		const gpu = candidate('onnx-webgpu', 80);
		const wasm = candidate('onnx-wasm', 30);

		const { engine, tried } = await chooseEngine([gpu, wasm], null, now);

		expect(engine).toBe(wasm.engine);
		expect(gpu.engine.disposed).toBe(true);
		expect(tried).toEqual([
			{ engine: 'onnx-webgpu', ms: 80, reason: null },
			{ engine: 'onnx-wasm', ms: 30, reason: null }
		]);
	});

	test('starts nothing that the device refuses, and no last resort while something works', async () => {
		const gpu = candidate('onnx-webgpu', 1, { refusal: 'no GPU adapter' });
		const wasm = candidate('onnx-wasm', 30);
		const webgl = candidate('tfjs-webgl', 1, { lastResort: true });

		const { engine, tried } = await chooseEngine([gpu, wasm, webgl], null, now);

		expect(engine).toBe(wasm.engine);
		expect([gpu.started, webgl.started]).toEqual([0, 0]);
		expect(tried[0]).toEqual({ engine: 'onnx-webgpu', ms: null, reason: 'no GPU adapter' });
	});

	test('never takes one that hears a known tone wrong, however fast it is', async () => {
		const gpu = candidate('onnx-webgpu', 1, { hears: 49 });
		const wasm = candidate('onnx-wasm', 30);

		expect((await chooseEngine([gpu, wasm], null, now)).engine).toBe(wasm.engine);
		expect(gpu.engine.disposed).toBe(true);
	});

	test('takes the last resort when nothing else starts', async () => {
		const wasm = candidate('onnx-wasm', 30, { broken: true });
		const webgl = candidate('tfjs-webgl', 500, { lastResort: true });

		expect((await chooseEngine([wasm, webgl], null, now)).engine).toBe(webgl.engine);
	});

	test('takes the remembered one without trying any', async () => {
		const gpu = candidate('onnx-webgpu', 80);
		const wasm = candidate('onnx-wasm', 30);
		const before = clock.ms;

		const { engine } = await chooseEngine([gpu, wasm], 'onnx-wasm', now);

		expect(engine).toBe(wasm.engine);
		expect(gpu.started).toBe(0);
		expect(clock.ms).toBe(before);
	});

	test('tries the others when the remembered one no longer starts', async () => {
		const gpu = candidate('onnx-webgpu', 80, { broken: true });
		const wasm = candidate('onnx-wasm', 30);

		const { engine, tried } = await chooseEngine([gpu, wasm], 'onnx-webgpu', now);

		expect(engine).toBe(wasm.engine);
		expect(tried[0]).toEqual({ engine: 'onnx-webgpu', ms: null, reason: 'no device' });
	});

	test('has nothing to give, and says why, when nothing works', async () => {
		const wasm = candidate('onnx-wasm', 30, { broken: true });

		const choice = await chooseEngine([wasm], null, now);

		expect(choice).toEqual({
			engine: null,
			tried: [{ engine: 'onnx-wasm', ms: null, reason: 'no device' }]
		});
	});
});
