/**
 * The network on onnxruntime-web. WASM and WebGPU are two builds of it, 14 and
 * 27 MB, so each is imported only when it is chosen.
 */
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import { checked, type Engine } from './engine.ts';
import { load, type EarFiles } from './files.ts';
import { isWebKit } from './webkit.ts';

/** More threads than this gain nothing for maps this small. */
const MOST_THREADS = 4;

/** @throws Error when the build, its files or the device cannot be had. */
export async function createOnnx(on: 'wasm' | 'webgpu', files: EarFiles): Promise<Engine> {
	const ort =
		on === 'webgpu' ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
	// A whole address: what begins with a slash a development server takes for a module of its own.
	ort.env.wasm.wasmPaths = new URL(files.ort, location.href).href;
	ort.env.wasm.numThreads = threads();
	ort.env.logLevel = 'error';
	const session = await ort.InferenceSession.create(await load(files.model), {
		executionProviders: [on],
		logSeverityLevel: 3
	});
	return over(session, on, ort.Tensor);
}

/** Threads share memory, which only an isolated page may; without it there is one. */
function threads(): number {
	if (!globalThis.crossOriginIsolated) return 1;
	// iOS may refuse memory that threads share, and the runtime starts only once (microsoft/onnxruntime#11679).
	if (isWebKit()) return 1;
	// Half the cores: the page must stay quick, and a thread that waits for a busy core stops all others.
	const half = Math.floor(navigator.hardwareConcurrency / 2);
	return Math.max(1, Math.min(MOST_THREADS, half));
}

function over(session: InferenceSession, on: 'wasm' | 'webgpu', Audio: typeof Tensor): Engine {
	return {
		name: `onnx-${on}`,
		async run(windows, count) {
			const audio = new Audio('float32', windows, [count, WINDOW_SAMPLES]);
			const output = await session.run({ audio });
			const values = async (name: string): Promise<Float32Array> =>
				(await output[name]!.getData(true)) as Float32Array;
			return checked(
				{
					note: await values('note'),
					onset: await values('onset'),
					contour: await values('contour')
				},
				count
			);
		},
		dispose: () => session.release()
	};
}
