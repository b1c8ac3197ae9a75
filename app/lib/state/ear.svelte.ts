/** Which engine listens on this device: found by trying, unless the person has chosen one. */
import type { EngineName } from '#models/engine/engine.ts';
import type { Trial } from '#models/engine/select.ts';
import type { PreferenceStore } from '#app/state/preferences.svelte.ts';

export type EngineChoice = 'auto' | 'onnx-webgpu' | 'onnx-wasm' | 'tfjs-webgl';

interface Parts {
	readonly preferences: PreferenceStore;
	/** What was tried when an engine was last chosen. */
	readonly tried: () => readonly Trial[];
	readonly remembered: () => EngineName | null;
	/** Null forgets, so that the next recording tries them again. */
	readonly remember: (name: EngineName | null) => void;
}

export class Ear {
	/** In use since it won, or was chosen. */
	engine = $state<EngineName | null>(null);
	tried = $state.raw<readonly Trial[]>([]);
	readonly #parts: Parts;

	constructor(parts: Parts) {
		this.#parts = parts;
		this.refresh();
	}

	get choice(): EngineChoice {
		return this.#parts.preferences.values.engine;
	}

	choose(choice: EngineChoice): void {
		this.#parts.preferences.set({ engine: choice });
		this.#parts.remember(choice === 'auto' ? null : choice);
		this.refresh();
	}

	/** After a recording has been heard, more is known. */
	refresh(): void {
		this.engine = this.#parts.remembered();
		this.tried = this.#parts.tried();
	}
}
