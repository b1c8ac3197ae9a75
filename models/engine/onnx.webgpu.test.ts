import { describe } from 'vitest';
import { contract } from './contract.ts';
import { EAR_FILES } from './files.ts';
import { createOnnx } from './onnx.ts';

describe('onnxruntime-web on WebGPU', () =>
	contract(() => createOnnx('webgpu', EAR_FILES), { slow: true }));
