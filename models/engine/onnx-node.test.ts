import { existsSync, readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { buildBasicPitchOnnx } from '#models/basic-pitch/onnx-graph.ts';
import { readWeights } from '#models/basic-pitch/weights.ts';
import { chordWindow } from './chord.ts';
import { contract } from './contract.ts';
import { createOnnxNode } from './onnx-node.ts';

const model = buildBasicPitchOnnx(
	readWeights(readFileSync('models/basic-pitch/weights/basic-pitch.weights'))
);
const PUBLISHED = '../shared/reference/basic-pitch/nmp.onnx';

describe('onnxruntime-node', { timeout: 60_000 }, () => {
	contract(() => createOnnxNode(model));

	test.skipIf(!existsSync(PUBLISHED))(
		'our graph is the published one, within 1e-3 (skipped without ../shared)',
		async () => {
			const engine = await createOnnxNode(model);
			const published = await InferenceSession.create(PUBLISHED);
			const chord = chordWindow();

			const ours = await engine.run(chord, 1);
			const theirs = await published.run({
				'serving_default_input_2:0': new Tensor('float32', chord, [1, WINDOW_SAMPLES, 1])
			});

			for (const [name, place] of [
				['contour', 0],
				['note', 1],
				['onset', 2]
			] as const) {
				const values = theirs[`StatefulPartitionedCall:${place}`]!.data as Float32Array;
				const far = ours[name].map((value, i) => Math.abs(value - values[i]!));
				expect(Math.max(...far), name).toBeLessThan(1e-3);
				expect(far, name).toHaveLength(values.length);
			}
		}
	);
});
