/** The engines a browser may have, in the order in which they are tried. Each loads only when it is chosen. */
import type { EarFiles } from './files.ts';
import type { Candidate } from './select.ts';
import { isWebKit } from './webkit.ts';

export function browserCandidates(files: EarFiles): readonly Candidate[] {
	return [
		{
			name: 'onnx-webgpu',
			lastResort: false,
			refusal: noRealGpu,
			create: async () => (await import('./onnx.ts')).createOnnx('webgpu', files)
		},
		{
			name: 'onnx-wasm',
			lastResort: false,
			refusal: () => Promise.resolve(null),
			create: async () => (await import('./onnx.ts')).createOnnx('wasm', files)
		},
		{
			name: 'tfjs-webgpu',
			lastResort: true,
			refusal: noRealGpu,
			create: async () => (await import('./tfjs.ts')).createTfjs('webgpu', files)
		},
		{
			name: 'tfjs-webgl',
			lastResort: true,
			refusal: () => Promise.resolve(null),
			create: async () => (await import('./tfjs.ts')).createTfjs('webgl', files)
		}
	];
}

/** Adapters that compute on the processor are a hundred times slower there than WASM is. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|software/i;

async function noRealGpu(): Promise<string | null> {
	// WebKit's WebGPU grows and crashes after some hundred runs (microsoft/onnxruntime#27584).
	if (isWebKit()) return 'not yet steady in this browser';
	const adapter = await navigator.gpu?.requestAdapter();
	if (!adapter) return 'no GPU adapter';
	const { isFallbackAdapter, vendor, architecture, device, description } = adapter.info;
	const names = [vendor, architecture, device, description].join(' ');
	return isFallbackAdapter || SOFTWARE.test(names) ? 'the GPU adapter is software' : null;
}
