/**
 * Writes `expected.json`, the answers that engines are compared by:
 *
 *     node models/engine/expected-node.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildBasicPitchOnnx } from '#models/basic-pitch/onnx-graph.ts';
import { readWeights } from '#models/basic-pitch/weights.ts';
import { chordWindow } from './chord.ts';
import { createOnnxNode } from './onnx-node.ts';
import { MAPS, sampled } from './sample.ts';

const bytes = readFileSync(new URL('../basic-pitch/weights/basic-pitch.weights', import.meta.url));
const engine = await createOnnxNode(buildBasicPitchOnnx(readWeights(bytes)));
const output = await engine.run(chordWindow(), 1);
const values = MAPS.map((name) => [name, sampled(output, name).map((value) => +value.toFixed(5))]);
writeFileSync(
	new URL('./expected.json', import.meta.url),
	JSON.stringify(Object.fromEntries(values))
);
