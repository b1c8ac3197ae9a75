import { describe, expect, test } from 'vitest';
import { forget, recall, remember, type Memory } from '#models/memory.ts';

function shelf(): Memory & { kept: string | null } {
	return {
		kept: null,
		getItem() {
			return this.kept;
		},
		setItem(_, value) {
			this.kept = value;
		}
	};
}

const WASM = {
	engine: 'onnx-wasm',
	tried: [
		{ engine: 'onnx-webgpu', ms: null, reason: 'no GPU adapter' },
		{ engine: 'onnx-wasm', ms: 40, reason: null }
	]
} as const;

describe('the engine that won on this device', () => {
	test('is remembered, with what was tried', () => {
		const memory = shelf();

		remember(memory, 'Chrome 156', WASM);

		expect(recall(memory, 'Chrome 156')).toEqual(WASM);
	});

	test('is found anew when the browser has changed', () => {
		const memory = shelf();
		remember(memory, 'Chrome 156', WASM);

		expect(recall(memory, 'Chrome 157')).toBeNull();
	});

	test('is found anew when the memory is empty, garbled, or names an engine of old', () => {
		const memory = shelf();
		for (const kept of [null, 'onnx', '{}', '{"engine":"jsep","browser":"b","tried":[]}', '7']) {
			memory.kept = kept;
			expect(recall(memory, 'b'), String(kept)).toBeNull();
		}
	});

	test('is found anew when a person asks for it', () => {
		const memory = shelf();
		remember(memory, 'b', WASM);

		forget({ removeItem: () => (memory.kept = null) });

		expect(recall(memory, 'b')).toBeNull();
	});

	test('needs no storage where storage is forbidden', () => {
		const forbidden: Memory = {
			getItem: () => {
				throw new Error('denied');
			},
			setItem: () => {
				throw new Error('denied');
			}
		};

		remember(forbidden, 'b', WASM);

		expect(recall(forbidden, 'b')).toBeNull();
	});
});
