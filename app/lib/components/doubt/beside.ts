/** Where a popover stands: at the side of its note, or over or under its system, never on the note. */
import type { Place } from '#app/components/doubt/places.svelte.ts';

interface Size {
	readonly width: number;
	readonly height: number;
}

/** All in the same coordinates. */
interface Area {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

export interface Stand {
	readonly side: 'right' | 'left' | 'below' | 'above';
	readonly left: number;
	readonly top: number;
	/** How far down its side, or along its edge, the note is. */
	readonly tip: number;
}

/** Between note and popover: the tip is in it, CSS pixels. */
const GAP = 18;
/** The note is this far down the popover, when there is room. */
const TIP = 72;
/** The tip stays this far from the corners. */
const CORNER = 20;

/** @param area the popover stays within it */
export function standBeside(note: Place, size: Size, area: Area): Stand {
	const middle = (note.top + Math.min(note.bottom, note.top + 12)) / 2;
	const top = clamp(middle - TIP, area.top, area.bottom - size.height);
	const tip = clamp(middle - top, CORNER, size.height - CORNER);
	if (note.right + GAP + size.width <= area.right) {
		return { side: 'right', left: note.right + GAP, top, tip };
	}
	if (note.left - GAP - size.width >= area.left) {
		return { side: 'left', left: note.left - GAP - size.width, top, tip };
	}
	const centre = (note.left + note.right) / 2;
	const left = clamp(centre - size.width / 2, area.left, area.right - size.width);
	const along = clamp(centre - left, CORNER, size.width - CORNER);
	const low = Math.max(note.bottom, note.systemBottom) + GAP;
	if (low + size.height <= area.bottom) return { side: 'below', left, top: low, tip: along };
	const high = Math.min(note.top, note.systemTop) - GAP - size.height;
	return high >= area.top
		? { side: 'above', left, top: high, tip: along }
		: { side: 'below', left, top: low, tip: along };
}

const clamp = (value: number, least: number, most: number): number =>
	Math.max(least, Math.min(most, value));
