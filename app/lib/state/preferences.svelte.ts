/** What this person likes on this device: kept in localStorage, read once, shared by all tabs on reload. */
import { z } from 'zod';

const Preferences = z.object({
	theme: z.enum(['system', 'light', 'dark']).catch('system'),
	view: z.enum(['grid', 'list']).catch('grid'),
	sort: z.enum(['opened', 'created', 'title', 'length']).catch('opened'),
	engine: z.enum(['auto', 'onnx-webgpu', 'onnx-wasm', 'tfjs-webgl']).catch('auto'),
	inspector: z.boolean().catch(true)
});

type PreferenceValues = z.infer<typeof Preferences>;

const KEY = 'genesis.preferences';

export class PreferenceStore {
	#values = $state.raw<PreferenceValues>(Preferences.parse({}));
	readonly #storage: Storage | undefined;

	constructor(storage: Storage | undefined) {
		this.#storage = storage;
		this.#values = Preferences.parse(readJson(storage?.getItem(KEY)) ?? {});
	}

	get values(): PreferenceValues {
		return this.#values;
	}

	set(change: Partial<PreferenceValues>): void {
		this.#values = { ...this.#values, ...change };
		try {
			this.#storage?.setItem(KEY, JSON.stringify(this.#values));
		} catch {
			// Full or forbidden: the choice still holds until the page is closed.
		}
	}
}

function readJson(text: string | null | undefined): unknown {
	if (!text) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
