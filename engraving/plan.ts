/**
 * Where everything on the sheet goes, before anything is drawn: which bars stand
 * in which system, how wide they are, where every onset is, how high each system
 * must be. Arithmetic only, so a page of three hundred bars has its full height
 * at once and its systems can be drawn when they are looked at.
 */
import { leadOf, signsAt } from '#engraving/lead.ts';
import { BRACE, LOOSEST_SPRING, SPACE, TIGHTEST_SPRING } from '#engraving/measures.ts';
import { lowered, stackRows } from '#engraving/rows.ts';
import { shapesOf } from '#engraving/shape.ts';
import { axesAt, springsOf, tensionFor, widthAt, type BarSprings } from '#engraving/spacing.ts';
import type { Score } from '#music/score/score.ts';

interface SheetOptions {
	/** CSS pixels of music, from the left bar line's side to the right one's. */
	readonly width: number;
	/** CSS pixels of one staff space. */
	readonly space: number;
	/** Whether the tab is shown, where the score has one. */
	readonly tab: boolean;
	/** CSS pixels kept free above each system. */
	readonly lane?: number;
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
	/** Baseline of the chord symbols, and of the section marks; null where there are none. */
	readonly symbols: number | null;
	readonly marks: number | null;
	/** Room after the last bar line for a warning of a new key or metre. */
	readonly warning: number;
}

export interface BarPlan {
	/** Index in the score. */
	readonly bar: number;
	/** From its left bar line (in the first bar, from where notes may begin) to its right one. */
	readonly x: number;
	readonly width: number;
	/** Taken by a key or time signature after its left bar line. */
	readonly signs: number;
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
	const warningAt = (index: number) => signsAt(score, index).width;
	const room = ({ from, to }: Group) => {
		return right - left - leadOf(score, from).width - warningAt(to);
	};

	const systems: SystemPlan[] = [];
	let y = 0;
	let tension = LOOSEST_SPRING;
	for (const group of groupBars(score, springs, barsWanted(width), room)) {
		const own = springsIn(springs, group);
		const fill = tensionFor(own, room(group));
		const last = group.to === score.bars.length;
		// The last system may stay short; all others reach the right edge.
		const ragged = last && fill > Math.max(tension * 1.25, TIGHTEST_SPRING);
		tension = ragged ? Math.max(tension * 1.25, TIGHTEST_SPRING) : fill;
		const start = left + leadOf(score, group.from).width;
		const bars = placeBars(score, group, own, tension, start, ragged ? Infinity : room(group));
		const end = ragged ? bars.at(-1)!.x + bars.at(-1)!.width : right;
		const marked =
			score.bars.slice(group.from, group.to).some(({ section }) => section !== null) ||
			(group.from === 0 && score.swing !== null);
		const tab = options.tab ? score.tab : null;
		const stack = stackRows(shapes.slice(group.from, group.to), tab, marked);
		const rows = lowered(stack, (options.lane ?? 0) / scale);
		const warning = warningAt(group.to);
		const planned = { firstBar: group.from, bars, y, left, right: end, warning, ...rows };
		systems.push(scaled(planned, scale));
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

/** A system begins with its signatures before its first bar line, so its first bar has none after it. */
const springsIn = (springs: readonly BarSprings[], { from, to }: Group): readonly BarSprings[] =>
	springs.slice(from, to).map((bar, i) => (i === 0 ? { ...bar, signs: 0 } : bar));

/** As many bars as wanted, fewer where they would be squeezed; a pickup is not counted. */
function groupBars(
	{ bars }: Score,
	springs: readonly BarSprings[],
	wanted: number,
	room: (group: Group) => number
): readonly Group[] {
	const groups: Group[] = [];
	let from = 0;
	while (from < bars.length) {
		let to = from + wanted + (bars[from]!.number === 0 ? 1 : 0);
		to = Math.min(to, bars.length);
		const fits = (group: Group) =>
			springsIn(springs, group).reduce((sum, bar) => sum + widthAt(bar, TIGHTEST_SPRING), 0) <=
			room(group);
		while (to > from + 1 && !fits({ from, to })) to--;
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
		const width = widths[i]! * squeeze;
		const plan = { bar: index, x, width, signs: bar.signs * squeeze, onsets };
		x += plan.width;
		return plan;
	});
}

/** The same system in another unit: from units to CSS pixels, or back. */
export function scaled(system: SystemPlan, scale: number): SystemPlan {
	const or = (value: number | null) => (value === null ? null : value * scale);
	return {
		firstBar: system.firstBar,
		bars: system.bars.map(({ bar, x, width, signs, onsets }) => ({
			bar,
			x: x * scale,
			width: width * scale,
			signs: signs * scale,
			onsets: onsets.map((onset) => ({ tick: onset.tick, x: onset.x * scale }))
		})),
		y: system.y * scale,
		height: system.height * scale,
		left: system.left * scale,
		right: system.right * scale,
		staves: system.staves.map((top) => top * scale),
		tab: or(system.tab),
		bottom: system.bottom * scale,
		symbols: or(system.symbols),
		marks: or(system.marks),
		warning: system.warning * scale
	};
}
