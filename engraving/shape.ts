/**
 * What a bar needs before anything is drawn: how far its signs reach to the left
 * and right of every onset, and above and below every staff. Arithmetic over the
 * score alone, with the widths of Bravura's glyphs written down, so that three
 * hundred bars are planned in a few milliseconds and nothing on the page moves later.
 */
import { accidentalsOf, type Sign } from '#engraving/accidentals.ts';
import { changeAt } from '#engraving/changes.ts';
import { AROUND_SMALL_CLEF, signsAt, SMALL_CLEF } from '#engraving/lead.ts';
import { lineOf } from '#engraving/lines.ts';
import { HALF_HEAD, OUTWARD_STEM, SPACE } from '#engraving/measures.ts';
import { ornamentWidth } from '#engraving/ornaments.ts';
import { voicesOn, type Stem, type VoicePlan } from '#engraving/stems.ts';
import { symbolsIn, symbolWidth } from '#engraving/symbols.ts';
import type { Bar, Chord, ChordNote, Clef, Score } from '#music/score/score.ts';

interface Moment {
	/** From the start of the score. */
	readonly tick: number;
	/** Units that the signs of this onset reach beside the axis of its heads. */
	readonly left: number;
	readonly right: number;
}

interface Reach {
	/** Units above the top line and below the bottom line. */
	readonly above: number;
	readonly below: number;
}

export interface BarShape {
	readonly moments: readonly Moment[];
	readonly reach: readonly Reach[];
	/** Key and time signature after its bar line, units. */
	readonly signs: number;
	/** A small clef before the next bar line. */
	readonly tail: number;
	/** Chord symbols, and the width each needs. */
	readonly words: readonly { readonly tick: number; readonly width: number }[];
}

const SIGN_WIDTH: Record<Sign, number> = { bb: 16.4, b: 9.1, n: 6.8, '#': 10, '##': 9.9 };
const SIGN_GAP = 3;
const DOT = 5;
const DIGIT = 8.6;

/** A score is planned at many widths, but its bars need the same room in all of them. */
const known = new WeakMap<Score, readonly BarShape[]>();

export function shapesOf(score: Score): readonly BarShape[] {
	const shapes = known.get(score) ?? score.bars.map((bar, i) => shapeOf(bar, i, score));
	known.set(score, shapes);
	return shapes;
}

function shapeOf(bar: Bar, index: number, score: Score): BarShape {
	const signs = accidentalsOf(bar);
	const sides = new Map<number, { left: number; right: number }>();
	const reserve = (tick: number, left: number, right: number) => {
		const old = sides.get(tick) ?? { left: HALF_HEAD, right: HALF_HEAD };
		sides.set(tick, { left: Math.max(old.left, left), right: Math.max(old.right, right) });
	};
	const reach = bar.clefs.map((clef, staff) => {
		const plans = voicesOn(staff, bar);
		reserveAccidentals(bar, staff, signs, reserve);
		for (const plan of plans) reserveHeads(plan, plans, reserve);
		return reachOf(plans, clef);
	});
	if (score.tab) reserveDigits(bar, reserve);
	for (const event of bar.voices.flatMap((voice) => voice.events)) {
		const width = event.kind === 'rest' ? 0 : ornamentWidth(event, signs);
		const side = sides.get(event.start);
		if (width > 0 && side) sides.set(event.start, { ...side, left: side.left + width });
	}
	// A bar of nothing but hidden rests still has its first beat.
	reserve(bar.start, HALF_HEAD, HALF_HEAD);
	const words = symbolsIn(score, bar).map((symbol) => {
		reserve(symbol.at, HALF_HEAD, HALF_HEAD);
		return { tick: symbol.at, width: symbolWidth(symbol) };
	});

	const moments = [...sides]
		.map(([tick, { left, right }]) => ({ tick, left, right }))
		.sort((a, b) => a.tick - b.tick);
	const clefs = changeAt(score, index + 1).clefs.some((clef) => clef !== null);
	return {
		moments,
		reach,
		words,
		signs: signsAt(score, index).width,
		tail: clefs ? SMALL_CLEF + AROUND_SMALL_CLEF : 0
	};
}

type Reserve = (tick: number, left: number, right: number) => void;

/** Heads, dots, flags, and the second column that seconds and crossing voices make. */
function reserveHeads(plan: VoicePlan, all: readonly VoicePlan[], reserve: Reserve): void {
	const beamed = new Set(plan.beams.flat());
	for (const event of plan.voice.events) {
		if (event.kind === 'rest') {
			if (!event.hidden && !event.wholeBar) reserve(event.start, 7, 7 + event.value.dots * DOT);
			continue;
		}
		const lines = plan.lines.get(event)!;
		const stem = plan.stems.get(event)!;
		const second = lines.some((line, i) => i > 0 && line - lines[i - 1]! < 1);
		const crossed = plan.side === -1 && crosses(event, plan, all);
		const flag = event.value.base >= 8 && !beamed.has(event) && stem > 0;
		const columns = (second && stem > 0 ? 1 : 0) + (crossed ? 1 : 0);
		const dots = event.value.dots > 0 ? 3 + event.value.dots * DOT : 0;
		const wide = event.value.base === 1 ? 3 : 0;
		reserve(
			event.start,
			HALF_HEAD + (second && stem < 0 ? 2 * HALF_HEAD : 0),
			HALF_HEAD + wide + columns * (2 * HALF_HEAD + 2) + dots + (flag ? (dots ? 8 : 5) : 0)
		);
	}
}

/** The lower voice's head stands aside when the upper voice's note is too near to share its axis. */
function crosses(chord: Chord, plan: VoicePlan, all: readonly VoicePlan[]): boolean {
	const top = Math.max(...plan.lines.get(chord)!);
	return all.some((other) =>
		other.voice.events.some((event) => {
			if (other === plan || event.kind === 'rest' || event.start !== chord.start) return false;
			return Math.min(...other.lines.get(event)!) < top + 1;
		})
	);
}

/** Accidentals less than three spaces apart need columns of their own. */
function reserveAccidentals(
	bar: Bar,
	staff: number,
	signs: ReadonlyMap<ChordNote, Sign>,
	reserve: Reserve
): void {
	if (signs.size === 0) return;
	const clef = bar.clefs[staff]!;
	const byTick = new Map<number, { line: number; width: number }[]>();
	for (const event of bar.voices.filter((v) => v.staff === staff).flatMap((v) => v.events)) {
		if (event.kind === 'rest') continue;
		for (const note of event.notes) {
			const sign = signs.get(note);
			if (!sign) continue;
			const here = byTick.get(event.start) ?? [];
			here.push({ line: lineOf(note.spelling, clef), width: SIGN_WIDTH[sign] });
			byTick.set(event.start, here);
		}
	}
	for (const [tick, here] of byTick) {
		const columns: { bottom: number; width: number }[] = [];
		for (const { line, width } of here.sort((a, b) => b.line - a.line)) {
			const free = columns.find((column) => column.bottom - line >= 3);
			if (free) Object.assign(free, { bottom: line, width: Math.max(free.width, width) });
			else columns.push({ bottom: line, width });
		}
		const width = columns.reduce((sum, column) => sum + column.width + SIGN_GAP, 0);
		reserve(tick, HALF_HEAD + width, HALF_HEAD);
	}
}

function reserveDigits(bar: Bar, reserve: Reserve): void {
	for (const event of bar.voices.flatMap((voice) => voice.events)) {
		if (event.kind === 'rest') continue;
		const long = event.notes.some(({ position }) => position && position.fret > 9);
		const half = long ? DIGIT + 1 : DIGIT / 2 + 2;
		reserve(event.start, half, half);
	}
}

/** What a clef alone reaches. */
const CLEF_REACH = {
	treble: { above: 1.4, below: 1.6 },
	bass: { above: 0, below: 0 }
} as const;

function reachOf(plans: readonly VoicePlan[], clef: Clef): Reach {
	let { above, below }: { above: number; below: number } = CLEF_REACH[clef];
	const rise = (line: number) => (above = Math.max(above, line - 5));
	const sink = (line: number) => (below = Math.max(below, 1 - line));
	for (const plan of plans) {
		for (const line of plan.restLines.values()) {
			rise(line + 1.6);
			sink(line - 1.6);
		}
		for (const [event, stem] of plan.stems) {
			const lines = plan.lines.get(event)!;
			rise(lines.at(-1)! + (event.notes.some(isMarked) ? 1.5 : 0.6));
			sink(lines[0]! - (event.notes.some(isMarked) ? 1.5 : 0.6));
			if (event.value.base === 1) continue;
			const tip = stemTip(lines, stem, plan.side !== null);
			if (stem > 0) rise(tip + (event.value.tuplet ? 2.6 : 0.2));
			else sink(tip - (event.value.tuplet ? 2.6 : 0.2));
		}
		for (const group of plan.beams) reachBeam(group, plan, rise, sink);
	}
	return { above: above * SPACE, below: below * SPACE };
}

/** Ties, and accidentals, reach further than a head. */
const isMarked = (note: ChordNote): boolean =>
	note.tieNext || note.tieBack || note.spelling.alter !== 0;

/** A beam is as high as its highest note needs, all along. */
function reachBeam(
	group: readonly Chord[],
	plan: VoicePlan,
	rise: (line: number) => void,
	sink: (line: number) => void
): void {
	const extra = group.some((chord) => chord.value.tuplet) ? 2.8 : 0.6;
	const beams = Math.max(...group.map((chord) => Math.log2(chord.value.base) - 3));
	const lines = group.flatMap((chord) => plan.lines.get(chord)!);
	const length = 3.5 + Math.max(0, beams - 1) * 0.8 + extra;
	if (plan.stems.get(group[0]!)! > 0) rise(Math.max(...lines) + length);
	else sink(Math.min(...lines) - length);
}

/** The line a stem ends on: an octave away, or the middle line from far ledgers. */
function stemTip(lines: readonly number[], stem: Stem, shared: boolean): number {
	const from = stem > 0 ? lines.at(-1)! : lines[0]!;
	const length = shared && isOutward(lines, stem) ? OUTWARD_STEM / SPACE : 3.5;
	const tip = from + stem * length;
	return stem > 0 ? Math.max(tip, 3) : Math.min(tip, 3);
}

/** Does the stem of a note on ledger lines point away from the staff? */
export const isOutward = (lines: readonly number[], stem: Stem): boolean =>
	stem > 0 ? lines.at(-1)! >= 6 : lines[0]! <= 0;
