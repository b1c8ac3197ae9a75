/** A storage for pages that are refused one: it forgets when the page is closed. */

/** @param page whose `localStorage` is replaced where it cannot be read */
export function lendStorage(page: { readonly localStorage: Storage }): void {
	try {
		void page.localStorage.length;
	} catch {
		Object.defineProperty(page, 'localStorage', { value: inMemory(), configurable: true });
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
