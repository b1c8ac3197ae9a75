/**
 * Where everything on the sheet goes, before anything is drawn: which bars stand
 * in which system, how wide they are, where every onset is, how high each system
 * must be. Arithmetic only, so a page of three hundred bars has its full height
 * at once and its systems can be drawn when they are looked at.
 */
import { leadWidth } from '#engraving/lead.ts';
import {
	BRACE,
	CLEARANCE,
	FOOTROOM,
	HEADROOM,
	LOOSEST_SPRING,
	SPACE,
	STAFF,
	STAFF_TO_STAFF,
	STAFF_TO_TAB,
	SYSTEM_GAP,
	TAB_CLEARANCE,
	TAB_LINE,
	TIGHTEST_SPRING
} from '#engraving/measures.ts';
import { shapesOf, type BarShape } from '#engraving/shape.ts';
import { axesAt, springsOf, tensionFor, widthAt, type BarSprings } from '#engraving/spacing.ts';
import type { Bar, Score } from '#music/score/score.ts';

interface SheetOptions {
	/** CSS pixels of music, from the left bar line's side to the right one's. */
	readonly width: number;
	/** CSS pixels of one staff space. */
	readonly space: number;
	/** Whether the tab is shown, where the score has one. */
	readonly tab: boolean;
}

/** All lengths are CSS pixels; x from the left edge of the music, y from the top of the system. */
export interface SheetPlan extends SheetOptions {
	readonly systems: readonly SystemPlan[];
	readonly height: number;
}

export interface SystemPlan {
	/** Index of its first bar in the score. */
	readonly firstBar: number;
	readonly bars: readonly BarPlan[];
	/** From the top of the sheet. */
	readonly y: number;
	readonly height: number;
	/** Where the lines begin and end. */
	readonly left: number;
	readonly right: number;
	/** Top line of each staff, upper first. */
	readonly staves: readonly number[];
	/** Top line of the tab; null without one. */
	readonly tab: number | null;
	/** The lowest line of all. */
	readonly bottom: number;
}

export interface BarPlan {
	/** Index in the score. */
	readonly bar: number;
	/** From its left bar line (in the first bar, from where notes may begin) to its right one. */
	readonly x: number;
	readonly width: number;
	readonly onsets: readonly Onset[];
}

export interface Onset {
	/** Ticks from the start of the score. */
	readonly tick: number;
	/** The axis of the noteheads, which the digits and the cursor share. */
	readonly x: number;
}

export function planSheet(score: Score, options: SheetOptions): SheetPlan {
	const scale = options.space / SPACE;
	const width = options.width / scale;
	const shapes = shapesOf(score);
	const springs = score.bars.map((bar, i) => springsOf(bar, shapes[i]!));
	const left = score.staves.length > 1 ? BRACE : 0.5;
	const right = width - 0.5;
	const room = (first: boolean) => right - left - leadWidth(score, first);

	const systems: SystemPlan[] = [];
	let y = 0;
	let tension = LOOSEST_SPRING;
	for (const group of groupBars(score.bars, springs, barsWanted(width), room)) {
		const first = group.from === 0;
		const own = springs.slice(group.from, group.to);
		const fill = tensionFor(own, room(first));
		const last = group.to === score.bars.length;
		// The last system may stay short; all others reach the right edge.
		const ragged = last && fill > Math.max(tension * 1.25, TIGHTEST_SPRING);
		tension = ragged ? Math.max(tension * 1.25, TIGHTEST_SPRING) : fill;
		const start = left + leadWidth(score, first);
		const bars = placeBars(score, group, own, tension, start, ragged ? Infinity : room(first));
		const end = ragged ? bars.at(-1)!.x + bars.at(-1)!.width : right;
		const rows = stackRows(score, shapes.slice(group.from, group.to), options.tab);
		systems.push(scaled({ firstBar: group.from, bars, y, left, right: end, ...rows }, scale));
		y += rows.height;
	}
	return { ...options, systems, height: y * scale };
}

/** Bars in a system by the width of the music in units: with staff spaces of 9 px, 4 from 900 px and 3 from 580 px. */
const barsWanted = (width: number): number => (width >= 1000 ? 4 : width >= 644 ? 3 : 2);

interface Group {
	readonly from: number;
	/** Exclusive. */
	readonly to: number;
}

/** As many bars as wanted, fewer where they would be squeezed; a pickup is not counted. */
function groupBars(
	bars: readonly Bar[],
	springs: readonly BarSprings[],
	wanted: number,
	room: (first: boolean) => number
): readonly Group[] {
	const groups: Group[] = [];
	let from = 0;
	while (from < bars.length) {
		let to = from + wanted + (bars[from]!.number === 0 ? 1 : 0);
		to = Math.min(to, bars.length);
		const width = (until: number) =>
			springs.slice(from, until).reduce((sum, bar) => sum + widthAt(bar, TIGHTEST_SPRING), 0);
		while (to > from + 1 && width(to) > room(from === 0)) to--;
		groups.push({ from, to });
		from = to;
	}
	return groups;
}

function placeBars(
	score: Score,
	group: Group,
	springs: readonly BarSprings[],
	tension: number,
	start: number,
	room: number
): readonly BarPlan[] {
	const widths = springs.map((bar) => widthAt(bar, tension));
	// A bar too full for the narrowest page is squeezed as a whole, for there is nowhere else to go.
	const squeeze = Math.min(1, room / widths.reduce((sum, width) => sum + width, 0));
	const shapes = shapesOf(score);
	let x = start;
	return springs.map((bar, i): BarPlan => {
		const index = group.from + i;
		const { moments } = shapes[index]!;
		const axes = axesAt(bar, tension);
		const onsets = moments.map(({ tick }, j) => ({ tick, x: x + axes[j]! * squeeze }));
		const plan = { bar: index, x, width: widths[i]! * squeeze, onsets };
		x += plan.width;
		return plan;
	});
}

type Rows = Pick<SystemPlan, 'staves' | 'tab' | 'bottom' | 'height'>;

/** Staves and tab one below the other, as far apart as what they carry needs. */
function stackRows(score: Score, shapes: readonly BarShape[], withTab: boolean): Rows {
	const reach = score.staves.map((_, staff) => ({
		above: Math.max(...shapes.map((shape) => shape.reach[staff]!.above)),
		below: Math.max(...shapes.map((shape) => shape.reach[staff]!.below))
	}));
	const staves: number[] = [];
	let y = Math.max(HEADROOM, reach[0]!.above + CLEARANCE);
	for (const [i, { above }] of reach.entries()) {
		const upper = reach[i - 1];
		if (upper) y += STAFF + Math.max(STAFF_TO_STAFF, upper.below + above + CLEARANCE);
		staves.push(y);
	}
	const lowest = reach.at(-1)!;
	const floor = y + STAFF;
	if (!withTab || !score.tab) {
		const height = floor + Math.max(FOOTROOM, lowest.below + CLEARANCE) + SYSTEM_GAP;
		return { staves, tab: null, bottom: floor, height };
	}
	const tab = floor + Math.max(STAFF_TO_TAB, lowest.below + TAB_CLEARANCE);
	const bottom = tab + (score.tab.tuning.length - 1) * TAB_LINE;
	return { staves, tab, bottom, height: bottom + SYSTEM_GAP };
}

/** From units to CSS pixels. */
function scaled(system: SystemPlan, scale: number): SystemPlan {
	return {
		firstBar: system.firstBar,
		bars: system.bars.map((bar) => ({
			bar: bar.bar,
			x: bar.x * scale,
			width: bar.width * scale,
			onsets: bar.onsets.map(({ tick, x }) => ({ tick, x: x * scale }))
		})),
		y: system.y * scale,
		height: system.height * scale,
		left: system.left * scale,
		right: system.right * scale,
		staves: system.staves.map((top) => top * scale),
		tab: system.tab === null ? null : system.tab * scale,
		bottom: system.bottom * scale
	};
}
