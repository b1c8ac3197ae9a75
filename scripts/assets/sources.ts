/**
 * What the page downloads apart from the app itself: the engine, the model, the sound and the
 * fonts. Everything comes from installed packages or is written by this project; nothing is
 * fetched from the network. Groups say what is needed together (`app/lib/assets/heavy.ts`).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fontSheet, pretendardFiles } from './fonts.ts';

/** `gpu` is the engine build for machines with WebGPU; everybody needs the other three. */
export type Group = 'ear' | 'gpu' | 'sound' | 'fonts';

/** One file under /heavy/: copied from `inputs[0]`, or made from all of `inputs` by `make`. */
export interface Source {
	readonly group: Group;
	/** Path below /heavy/. */
	readonly path: string;
	/** Files that decide the content, from the project root. */
	readonly inputs: readonly string[];
	readonly make?: () => Promise<Uint8Array>;
}

const ORT = 'node_modules/onnxruntime-web/dist';
const EAR = 'models/basic-pitch';
const WEIGHTS = `${EAR}/weights/basic-pitch.weights`;

const copied = (group: Group, path: string, from: string): Source => ({
	group,
	path,
	inputs: [from]
});

/** Every heavy file that can be made from what is in the tree. */
export function sources(): readonly Source[] {
	return [
		copied('ear', 'ort/ort-wasm-simd-threaded.mjs', `${ORT}/ort-wasm-simd-threaded.mjs`),
		copied('ear', 'ort/ort-wasm-simd-threaded.wasm', `${ORT}/ort-wasm-simd-threaded.wasm`),
		copied(
			'gpu',
			'ort/ort-wasm-simd-threaded.asyncify.mjs',
			`${ORT}/ort-wasm-simd-threaded.asyncify.mjs`
		),
		copied(
			'gpu',
			'ort/ort-wasm-simd-threaded.asyncify.wasm',
			`${ORT}/ort-wasm-simd-threaded.asyncify.wasm`
		),
		...ear(),
		copied(
			'sound',
			'sound/sonivox.sf3',
			'node_modules/@coderline/alphatab/dist/soundfont/sonivox.sf3'
		),
		copied(
			'sound',
			'sound/spessasynth_processor.min.js',
			'node_modules/spessasynth_lib/dist/spessasynth_processor.min.js'
		),
		copied(
			'sound',
			'sound/signalsmith-stretch.mjs',
			'node_modules/signalsmith-stretch/SignalsmithStretch.mjs'
		),
		copied(
			'fonts',
			'fonts/bravura.woff2',
			'node_modules/@coderline/alphatab/dist/font/Bravura.woff2'
		),
		...pretendardFiles().map(({ path, from }) => copied('fonts', path, from)),
		{
			group: 'fonts',
			path: 'fonts/fonts.css',
			inputs: ['scripts/assets/fonts.ts', 'node_modules/pretendard/package.json'],
			make: () => Promise.resolve(new TextEncoder().encode(fontSheet()))
		}
	];
}

/** The model, once its graph and weights are in the tree. */
function ear(): Source[] {
	const graph = `${EAR}/onnx-graph.ts`;
	if (!existsSync(WEIGHTS) || !existsSync(graph)) {
		console.log(`assets: no model yet (${existsSync(WEIGHTS) ? graph : WEIGHTS} is missing)`);
		return [];
	}
	return [
		copied('ear', 'ear/basic-pitch.weights', WEIGHTS),
		{
			group: 'ear',
			path: 'ear/basic-pitch.onnx',
			inputs: [WEIGHTS, ...graphModules()],
			make: async () => {
				const { buildBasicPitchOnnx } = await import('#models/basic-pitch/onnx-graph.ts');
				const { readWeights } = await import('#models/basic-pitch/weights.ts');
				return buildBasicPitchOnnx(readWeights(readFileSync(WEIGHTS)));
			}
		}
	];
}

/** Every module that may decide the graph's bytes. */
const graphModules = (): string[] =>
	readdirSync(EAR)
		.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
		.map((name) => `${EAR}/${name}`);
