import { describe } from 'vitest';
import { contract } from './contract.ts';
import { EAR_FILES } from './files.ts';
import { createTfjs } from './tfjs.ts';

describe('TensorFlow.js on WebGPU', () =>
	contract(() => createTfjs('webgpu', EAR_FILES), { slow: true }));
