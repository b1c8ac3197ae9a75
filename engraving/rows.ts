/** What stands above what in a system: staves and tab, and over them chord symbols, then section marks. */
import {
	CLEARANCE,
	FOOTROOM,
	HEADROOM,
	MARK_HEIGHT,
	STAFF,
	STAFF_TO_STAFF,
	STAFF_TO_TAB,
	SYMBOL_HEIGHT,
	SYMBOL_RISE,
	SYSTEM_GAP,
	TAB_CLEARANCE,
	TAB_LINE
} from '#engraving/measures.ts';
import type { BarShape } from '#engraving/shape.ts';
import type { TabStaff } from '#music/score/score.ts';

/** Units from the top of the system. */
interface Rows {
	readonly staves: readonly number[];
	readonly tab: number | null;
	readonly bottom: number;
	readonly height: number;
	readonly symbols: number | null;
	readonly marks: number | null;
}

/** From the notes to what is written above them. */
const OVER = 6;

/** Of the section marks over the bar numbers, which stand at the clef's height. */
const MARK_RISE = 30;

/** Staves and tab one below the other, as far apart as what they carry needs; `tab` is null when it is not shown. */
export function stackRows(
	shapes: readonly BarShape[],
	tab: TabStaff | null,
	hasMarks: boolean
): Rows {
	const reach = shapes[0]!.reach.map((_, staff) => ({
		above: Math.max(...shapes.map((shape) => shape.reach[staff]!.above)),
		below: Math.max(...shapes.map((shape) => shape.reach[staff]!.below))
	}));
	const hasSymbols = shapes.some(({ words }) => words.length > 0);
	const symbolRise = Math.max(SYMBOL_RISE, reach[0]!.above + OVER);
	const taken = hasSymbols ? symbolRise + SYMBOL_HEIGHT : reach[0]!.above;
	const markRise = Math.max(MARK_RISE, taken + OVER);
	const top = hasMarks ? markRise + MARK_HEIGHT : taken;

	const staves: number[] = [];
	let y = Math.max(HEADROOM, top + (hasMarks || hasSymbols ? OVER : CLEARANCE));
	for (const [i, { above }] of reach.entries()) {
		const upper = reach[i - 1];
		if (upper) y += STAFF + Math.max(STAFF_TO_STAFF, upper.below + above + CLEARANCE);
		staves.push(y);
	}
	const upper = {
		staves,
		symbols: hasSymbols ? staves[0]! - symbolRise : null,
		marks: hasMarks ? staves[0]! - markRise : null
	};
	const lowest = reach.at(-1)!;
	const floor = y + STAFF;
	if (tab === null) {
		const height = floor + Math.max(FOOTROOM, lowest.below + CLEARANCE) + SYSTEM_GAP;
		return { ...upper, tab: null, bottom: floor, height };
	}
	const first = floor + Math.max(STAFF_TO_TAB, lowest.below + TAB_CLEARANCE);
	const bottom = first + (tab.tuning.length - 1) * TAB_LINE;
	return { ...upper, tab: first, bottom, height: bottom + SYSTEM_GAP };
}

/** The same rows with room above them. */
export function lowered(rows: Rows, by: number): Rows {
	const or = (value: number | null) => (value === null ? null : value + by);
	return {
		staves: rows.staves.map((top) => top + by),
		tab: or(rows.tab),
		bottom: rows.bottom + by,
		height: rows.height + by,
		symbols: or(rows.symbols),
		marks: or(rows.marks)
	};
}
