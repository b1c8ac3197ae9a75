import { describe } from 'vitest';
import { contract } from './contract.ts';
import { EAR_FILES } from './files.ts';
import { createOnnx } from './onnx.ts';

describe('onnxruntime-web on WASM', () => contract(() => createOnnx('wasm', EAR_FILES)));
