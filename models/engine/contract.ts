/**
 * What every engine must do, as tests that its own test file runs. The numbers
 * it must give are those of `expected.json`, which `expected-node.ts` writes and
 * `onnx-node.test.ts` holds against the published graph.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { chordWindow } from './chord.ts';
import type { Engine } from './engine.ts';
import expected from './expected.json' with { type: 'json' };
import { MAPS, sampled } from './sample.ts';
import { concertA } from './select.ts';

/** @param slow A software GPU, where a window takes up to a minute: only the first test is run. */
export function contract(create: () => Promise<Engine>, { slow = false } = {}): void {
	let engine: Engine | undefined;
	beforeAll(async () => {
		engine = await create();
	}, 300_000);
	afterAll(() => engine?.dispose());

	test('hears a struck chord as the published model does, within 1e-3', async () => {
		const output = await engine!.run(chordWindow(), 1);

		for (const name of MAPS) {
			const far = sampled(output, name).map((value, i) => Math.abs(value - expected[name][i]!));
			expect(Math.max(...far), name).toBeLessThan(1e-3);
			expect(far, name).toHaveLength(expected[name].length);
		}
	}, 300_000);

	if (slow) return;

	test('hears two windows at once as it hears them one by one', async () => {
		const both = new Float32Array(2 * WINDOW_SAMPLES);
		both.set(concertA());
		both.set(chordWindow(), WINDOW_SAMPLES);

		const together = await engine!.run(both, 2);
		const first = await engine!.run(concertA(), 1);
		const second = await engine!.run(chordWindow(), 1);

		for (const name of MAPS) {
			const apart = [...first[name], ...second[name]];
			const far = apart.map((value, i) => Math.abs(value - together[name][i]!));
			expect(Math.max(...far), name).toBeLessThan(1e-3);
			expect(together[name], name).toHaveLength(apart.length);
		}
	});

	test('hears nothing in silence', async () => {
		const { note } = await engine!.run(new Float32Array(WINDOW_SAMPLES), 1);

		expect(Math.max(...note)).toBeLessThan(0.3);
	});
}
