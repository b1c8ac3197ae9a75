/** Which engine listens on this device: found by trying, unless the person has chosen one. */
import type { EngineName } from '#models/engine/engine.ts';
import type { Trial } from '#models/engine/select.ts';
import type { PreferenceStore } from '#app/state/preferences.svelte.ts';

export type EngineChoice = 'auto' | 'onnx-webgpu' | 'onnx-wasm' | 'tfjs-webgl';

interface Parts {
	readonly preferences: PreferenceStore;
	/** What is known of this device. */
	readonly recall: () => { engine: EngineName; tried: readonly Trial[] } | null;
	/** Seconds for a minute of sound, from what an engine took for a window in milliseconds. */
	readonly paceOf: (ms: number) => number;
	/** Null forgets, so that the next recording tries them again. */
	readonly choose: (engine: EngineName | null) => void;
}

/** Seconds for a minute of sound from which on a server is offered. */
const SLOW = 120;

export class Ear {
	/** In use since it won, or was chosen. */
	engine = $state<EngineName | null>(null);
	tried = $state.raw<readonly Trial[]>([]);
	/** Seconds that this device needs for a minute of sound; null until it was measured. */
	readonly pace: number | null = $derived.by(() => {
		const ms = this.tried.find(({ engine }) => engine === this.engine)?.ms ?? null;
		return ms === null ? null : this.#parts.paceOf(ms);
	});
	/** Listening takes longer than twice the recording. */
	readonly slow: boolean = $derived(this.pace !== null && this.pace > SLOW);
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
		this.#parts.choose(choice === 'auto' ? null : choice);
		this.refresh();
	}

	/** After a recording has been heard, more is known. */
	refresh(): void {
		const known = this.#parts.recall();
		this.engine = known?.engine ?? null;
		this.tried = known?.tried ?? [];
	}
}
