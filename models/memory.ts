/** Which engine won on this device: workers have no localStorage, so the page keeps it for them. */
import type { EngineName } from '#models/engine/engine.ts';

const KEY = 'genesis-music.engine';

const NAMES: readonly EngineName[] = ['onnx-webgpu', 'onnx-wasm', 'tfjs-webgpu', 'tfjs-webgl'];

/** The part of localStorage that is needed. */
export interface Memory {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
}

/** Null when nothing is remembered, or the browser has changed since: then the engines are tried again. */
export function remembered(memory: Memory, browser: string): EngineName | null {
	try {
		const [name, where] = memory.getItem(KEY)?.split('\n') ?? [];
		return where === browser ? (NAMES.find((known) => known === name) ?? null) : null;
	} catch {
		return null; // storage is forbidden here
	}
}

export function remember(memory: Memory, browser: string, name: EngineName): void {
	try {
		memory.setItem(KEY, `${name}\n${browser}`);
	} catch {
		// Storage is full or forbidden: the engines are tried again next time.
	}
}

/** The next job tries the engines again. */
export function forget(memory: Memory): void {
	try {
		memory.setItem(KEY, '');
	} catch {
		// Storage is forbidden, so nothing was remembered.
	}
}
