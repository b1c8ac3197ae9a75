/** Which engine won on this device, and what was tried: workers have no localStorage, so the page keeps it for them. */
import type { EngineName } from '#models/engine/engine.ts';
import type { Trial } from '#models/engine/select.ts';

const KEY = 'genesis-music.engine';

const NAMES: readonly EngineName[] = ['onnx-webgpu', 'onnx-wasm', 'tfjs-webgpu', 'tfjs-webgl'];

/** The part of localStorage that is needed. */
export interface Memory {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
}

interface Remembered {
	readonly engine: EngineName;
	readonly tried: readonly Trial[];
}

/** Null when nothing is remembered, or the browser has changed since: then the engines are tried again. */
export function recall(memory: Memory, browser: string): Remembered | null {
	try {
		const kept = JSON.parse(memory.getItem(KEY) ?? 'null') as Partial<Kept> | null;
		const engine = NAMES.find((name) => name === kept?.engine);
		if (!engine || kept?.browser !== browser || !Array.isArray(kept.tried)) return null;
		return { engine, tried: kept.tried };
	} catch {
		return null; // storage is forbidden here, or something else was kept under this name
	}
}

interface Kept extends Remembered {
	readonly browser: string;
}

export function remember(memory: Memory, browser: string, choice: Remembered): void {
	try {
		memory.setItem(KEY, JSON.stringify({ ...choice, browser } satisfies Kept));
	} catch {
		// Storage is full or forbidden: the engines are tried again next time.
	}
}

/** From then on the next recording tries the engines again. */
export function forget(memory: { removeItem(key: string): void }): void {
	try {
		memory.removeItem(KEY);
	} catch {
		// Storage is forbidden: nothing was remembered.
	}
}
