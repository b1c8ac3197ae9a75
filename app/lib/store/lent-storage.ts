/** A storage for pages that are refused one: it forgets when the page is closed. */

const STORAGES = ['localStorage', 'sessionStorage'] as const;

/** @param page whose storages are replaced where they cannot be read: in a frame of another site */
export function lendStorage(page: Readonly<Record<(typeof STORAGES)[number], Storage>>): void {
	for (const name of STORAGES) {
		try {
			void page[name].length;
		} catch {
			Object.defineProperty(page, name, { value: inMemory(), configurable: true });
		}
	}
}

function inMemory(): Storage {
	const kept = new Map<string, string>();
	return {
		get length() {
			return kept.size;
		},
		key: (index) => [...kept.keys()][index] ?? null,
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value),
		removeItem: (key) => void kept.delete(key),
		clear: () => kept.clear()
	};
}
