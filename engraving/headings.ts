/** What is written over the music: chord symbols, section marks, how quavers swing. */
import { HALF_HEAD, MARK_HEIGHT } from '#engraving/measures.ts';
import type { Paper } from '#engraving/paper.ts';
import type { SystemPlan } from '#engraving/plan.ts';
import { drawSwing } from '#engraving/swing.ts';
import { drawSymbol, symbolsIn, textWidth } from '#engraving/symbols.ts';
import type { Score } from '#music/score/score.ts';

const MARK_SIZE = 13;
const MARK_PADDING = 5;
/** From the foot of the box to the baseline that centres capitals in it. */
const MARK_BASELINE = 4.4;

/** `system` is in units here. */
export function drawHeadings(paper: Paper, score: Score, system: SystemPlan): void {
	for (const { bar, onsets } of system.bars) {
		for (const symbol of symbolsIn(score, score.bars[bar]!)) {
			const x = onsets.find(({ tick }) => tick === symbol.at)!.x - HALF_HEAD;
			drawSymbol(paper, symbol, x, system.symbols!);
		}
	}
	if (system.marks === null) return;
	for (const [i, { bar, x }] of system.bars.entries()) {
		const { section } = score.bars[bar]!;
		const from = i === 0 ? system.left : x;
		const width = section === null ? 0 : drawMark(paper, section, from, system.marks);
		if (bar === 0 && score.swing) {
			drawSwing(paper, score.swing, from + width + (width && 12), system.marks);
		}
	}
}

/** A rehearsal mark in its box, the left edge on the bar line. @returns its width. */
function drawMark(paper: Paper, text: string, x: number, foot: number): number {
	const width = textWidth(text, MARK_SIZE) + 2 * MARK_PADDING;
	paper.openGroup('section-mark');
	const top = foot - MARK_HEIGHT;
	paper.draw(`M${x} ${top}H${x + width}V${foot}H${x}Z`, 'section-box');
	const look = { className: 'section-name', centred: true };
	paper.label(text, x + width / 2, foot - MARK_BASELINE, MARK_SIZE, look);
	paper.closeGroup();
	return width;
}
