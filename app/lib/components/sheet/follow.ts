/** Keeps the system that is playing in view, unless the person is looking elsewhere. */

/** How long after the person scrolled the sheet stays where they put it. */
const HANDS_OFF_MS = 4000;

/** Share of the visible height left above a system that was scrolled to. */
const HEADWAY = 0.08;

export class Follower {
	readonly #scroller: Element;
	readonly #stop = new AbortController();
	#touched = -Infinity;

	constructor(sheet: Element) {
		this.#scroller = scrollerOf(sheet);
		const hands = () => (this.#touched = performance.now());
		const options = { passive: true, signal: this.#stop.signal };
		for (const type of ['wheel', 'touchmove'] as const) {
			this.#scroller.addEventListener(type, hands, options);
		}
	}

	/** The root for an `IntersectionObserver`: margins only count around the element that scrolls. */
	get root(): Element | null {
		return this.#scroller === document.scrollingElement ? null : this.#scroller;
	}

	/** Scrolls only when the element is not wholly visible. `asked`: by the person, so whatever they did before. */
	reveal(element: Element, asked = false): void {
		if (!asked && performance.now() - this.#touched < HANDS_OFF_MS) return;
		const view = this.#view();
		const box = element.getBoundingClientRect();
		const fits = box.height <= view.bottom - view.top;
		if (box.top >= view.top && (box.bottom <= view.bottom || !fits)) return;
		const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
		const height = view.bottom - view.top;
		const by = box.top - view.top - height * HEADWAY;
		// A glide over many pages would only show them unreadably, and have each of them drawn.
		const far = Math.abs(by) > 1.5 * height;
		this.#scroller.scrollBy({ top: by, behavior: still || far ? 'instant' : 'smooth' });
	}

	dispose(): void {
		this.#stop.abort();
	}

	/** What is seen of the scroller; bars that lie over it are declared as its scroll padding. */
	#view(): { top: number; bottom: number } {
		const style = getComputedStyle(this.#scroller);
		const above = parseFloat(style.scrollPaddingTop) || 0;
		const below = parseFloat(style.scrollPaddingBottom) || 0;
		if (!this.root) return { top: above, bottom: innerHeight - below };
		const { top, bottom } = this.root.getBoundingClientRect();
		return { top: top + above, bottom: Math.min(bottom, innerHeight) - below };
	}
}

function scrollerOf(element: Element): Element {
	for (let above = element.parentElement; above; above = above.parentElement) {
		const { overflowY } = getComputedStyle(above);
		if (above !== document.body && (overflowY === 'auto' || overflowY === 'scroll')) return above;
	}
	return document.scrollingElement ?? document.documentElement;
}
