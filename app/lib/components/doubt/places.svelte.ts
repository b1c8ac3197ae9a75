/** Where the notes of the drawn systems stand on the screen: which one a point means, and where one is. */
import { SvelteMap } from 'svelte/reactivity';
import type { DrawnSystem } from '#engraving/draw.ts';

/** CSS pixels of the window. */
export interface Place {
	/** Around the heads and the frets of the note. */
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
	/** The system's first and last line. */
	readonly systemTop: number;
	readonly systemBottom: number;
}

/** A finger or a mouse may miss a head by this much, CSS pixels. */
const SLACK = 5;

export class NotePlaces {
	readonly #systems = new SvelteMap<HTMLElement, DrawnSystem>();

	/** @param origin stands at the top left corner of its system */
	add(origin: HTMLElement, drawn: DrawnSystem): () => void {
		this.#systems.set(origin, drawn);
		return () => void this.#systems.delete(origin);
	}

	/** The played note under a point of the window; null when there is none. */
	at(x: number, y: number): number | null {
		for (const [origin, { marks }] of this.#systems) {
			const corner = origin.getBoundingClientRect();
			const dx = x - corner.left;
			const dy = y - corner.top;
			const hit = marks.find(
				({ box }) =>
					dx >= box.x - SLACK &&
					dx <= box.x + box.width + SLACK &&
					dy >= box.y - SLACK &&
					dy <= box.y + box.height + SLACK
			);
			if (hit) return hit.played;
		}
		return null;
	}

	/** Where a played note was struck; null while its system is not drawn. */
	of(played: number): Place | null {
		for (const [origin, { marks, top, bottom }] of this.#systems) {
			const own = marks.filter((mark) => mark.played === played && mark.struck);
			if (own.length === 0) continue;
			const corner = origin.getBoundingClientRect();
			return {
				left: corner.left + Math.min(...own.map(({ box }) => box.x)),
				right: corner.left + Math.max(...own.map(({ box }) => box.x + box.width)),
				top: corner.top + Math.min(...own.map(({ box }) => box.y)),
				bottom: corner.top + Math.max(...own.map(({ box }) => box.y + box.height)),
				systemTop: corner.top + top,
				systemBottom: corner.top + bottom
			};
		}
		return null;
	}
}
