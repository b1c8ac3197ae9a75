/** Which systems are near the window, and so worth drawing. */
import { SvelteSet } from 'svelte/reactivity';

/** How far beyond the window a system is drawn ahead, CSS pixels. */
const AHEAD = '900px 0px';

export class Nearby {
	readonly #near = new SvelteSet<number>();
	readonly #observer: IntersectionObserver;
	readonly #waiting = new Set<number>();
	#frame = 0;

	/** `root`: what scrolls, null for the window. */
	constructor(root: Element | null) {
		const options = { root, rootMargin: AHEAD };
		this.#observer = new IntersectionObserver((entries) => this.#meet(entries), options);
	}

	has(index: number): boolean {
		return this.#near.has(index);
	}

	/** Watches a row whose `data-row` is its system's index; returns how to stop. */
	watch(row: HTMLElement): () => void {
		this.#observer.observe(row);
		return () => {
			this.#observer.unobserve(row);
			this.#leave(Number(row.dataset.row));
		};
	}

	dispose(): void {
		this.#observer.disconnect();
		cancelAnimationFrame(this.#frame);
	}

	#meet(entries: readonly IntersectionObserverEntry[]): void {
		for (const { target, isIntersecting } of entries) {
			const index = Number((target as HTMLElement).dataset.row);
			if (isIntersecting) this.#waiting.add(index);
			else this.#leave(index);
		}
		if (this.#waiting.size > 0 && this.#frame === 0) this.#admit();
	}

	#leave(index: number): void {
		this.#waiting.delete(index);
		this.#near.delete(index);
	}

	#admit(): void {
		// One a frame, so that a jump through the song does not hold up the page; the one nearest the top
		// of the song first, as it is read.
		const index = Math.min(...this.#waiting);
		this.#waiting.delete(index);
		this.#near.add(index);
		this.#frame = this.#waiting.size > 0 ? requestAnimationFrame(() => this.#admit()) : 0;
	}
}
