import { describe } from 'vitest';
import { contract } from './contract.ts';
import { EAR_FILES } from './files.ts';
import { createTfjs } from './tfjs.ts';

describe('TensorFlow.js on WebGL', () =>
	contract(() => createTfjs('webgl', EAR_FILES), { slow: true }));
