/** Ties: within the system from head to head, and half of one at each side of a system break. */
import type { Paper } from '#engraving/paper.ts';
import type { BarPlan, SystemPlan } from '#engraving/plan.ts';
import type { EngravedChord } from '#engraving/voices.ts';

/** From a head's edge to the tip of a tie, and from its middle. */
const GAP = 1.5;
const LIFT = 6.5;
const HALF_TIE = 16;

interface End {
	readonly x: number;
	readonly y: number;
}

export function drawTies(
	paper: Paper,
	chords: readonly EngravedChord[],
	system: SystemPlan,
	endTick: number
): void {
	const starting = Map.groupBy(chords, ({ chord }) => chord.start as number);
	const begin = system.bars[0]!.onsets[0]!.tick;
	paper.openGroup('ties');
	for (const from of chords) {
		const end = from.chord.start + from.chord.length;
		for (const [i, head] of from.heads.entries()) {
			const curve = curveOf(from, i);
			if (head.tieNext) {
				const to = partner(from, i, starting.get(end) ?? []);
				const start = { x: rightOf(from, i), y: heightOf(from, i, curve) };
				if (to) drawTie(paper, start, { x: to.x, y: start.y }, curve);
				else if (end >= endTick)
					drawTie(paper, start, { x: edgeOf(system.bars), y: start.y }, curve);
			}
			if (head.tieBack && from.chord.start === begin) {
				const y = heightOf(from, i, curve);
				const x = leftOf(from, i);
				drawTie(paper, { x: x - HALF_TIE, y }, { x, y }, curve);
			}
		}
	}
	paper.closeGroup();
}

const edgeOf = (bars: readonly BarPlan[]): number => bars.at(-1)!.x + bars.at(-1)!.width - 3;

/** Where the same pitch goes on: in its own staff if it does. */
function partner(from: EngravedChord, i: number, next: readonly EngravedChord[]): End | null {
	const { pitch } = from.heads[i]!;
	const near = [...next].sort((a, b) => distance(a, from) - distance(b, from));
	for (const to of near) {
		const index = to.heads.findIndex((head) => head.tieBack && head.pitch === pitch);
		if (index >= 0) return { x: leftOf(to, index), y: to.note.getYs()[index]! };
	}
	return null;
}

const distance = (a: EngravedChord, b: EngravedChord): number =>
	Math.abs(a.staff - b.staff) * 2 + Math.abs(a.plan.voice.voice - b.plan.voice.voice);

/** Up (−1) or down (1): away from the stem; in a chord the outer notes bend outwards. */
function curveOf({ plan, chord, heads }: EngravedChord, i: number): 1 | -1 {
	if (heads.length > 1) return i >= heads.length / 2 ? -1 : 1;
	if (plan.side !== null) return plan.side > 0 ? -1 : 1;
	return plan.stems.get(chord)! > 0 ? 1 : -1;
}

const leftOf = ({ note }: EngravedChord, i: number): number =>
	note.noteHeads[i]!.getAbsoluteX() - GAP;

const rightOf = ({ note }: EngravedChord, i: number): number =>
	note.noteHeads[i]!.getAbsoluteX() + note.noteHeads[i]!.getWidth() + GAP;

const heightOf = ({ note }: EngravedChord, i: number, curve: 1 | -1): number =>
	note.getYs()[i]! + curve * LIFT;

/** A lens: thin at its tips, a sixth of a space thick in the middle. */
function drawTie(paper: Paper, from: End, to: End, curve: 1 | -1): void {
	const length = Math.max(to.x - from.x, 6);
	const height = Math.min(10, 2.5 + length * 0.07) * curve;
	const shoulder = length * 0.28;
	const arc = (a: number, b: number, bend: number) =>
		`C${r(a + Math.sign(b - a) * shoulder)} ${r(from.y + bend)} ${r(b - Math.sign(b - a) * shoulder)} ${r(to.y + bend)} ${r(b)} ${r(to.y)}`;
	const end = from.x + length;
	paper.draw(
		`M${r(from.x)} ${r(from.y)}${arc(from.x, end, (height * 4) / 3 + 1.1 * curve)}${arc(end, from.x, (height * 4) / 3 - 1.1 * curve)}Z`,
		'tie'
	);
}

const r = (value: number): number => Math.round(value * 10) / 10;
