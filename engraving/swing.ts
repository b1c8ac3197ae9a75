/** The swing mark: two even notes, an equals sign, and how they are played. */
import type { Paper } from '#engraving/paper.ts';
import { textWidth } from '#engraving/symbols.ts';
import type { Swing } from '#music/score/score.ts';

const WORD = 'Swing';
const WORD_SIZE = 13;
const BASELINE = 4.4;

/** A small note: its head from Bravura, its stem and beams drawn. */
const HEAD = '\uE0A4';
const HEAD_SIZE = 22;
const HEAD_WIDTH = 6.5;
const STEM = 14.5;
const STEM_WIDTH = 0.8;
const BEAM = 2.6;
const BEAM_STEP = 3.8;
const APART = 11;

/** `foot` is the line that section marks stand on. */
export function drawSwing(paper: Paper, swing: Swing, x: number, foot: number): void {
	const baseline = foot - BASELINE;
	paper.openGroup('swing');
	paper.label(WORD, x, baseline, WORD_SIZE, { className: 'swing-word' });
	const beams = swing.unit === 8 ? 1 : 2;
	let at = x + textWidth(WORD, WORD_SIZE) + 9;
	drawPair(paper, at, foot - 3.5, beams, beams);
	at += APART + HEAD_WIDTH + 6;
	paper.label('=', at, baseline, WORD_SIZE, { className: 'swing-word' });
	at += textWidth('=', WORD_SIZE) + 6;
	drawLongShort(paper, at, foot - 3.5, beams);
	paper.closeGroup();
}

/** Two notes under beams; the second may have one more than the first, a stub. */
function drawPair(paper: Paper, x: number, y: number, first: number, second: number): void {
	drawNote(paper, x, y);
	drawNote(paper, x + APART, y);
	const left = x + HEAD_WIDTH - STEM_WIDTH;
	const right = x + APART + HEAD_WIDTH;
	for (let i = 0; i < Math.max(first, second); i++) {
		const from = i < first ? left : right - 4.5;
		paper.block(from, y - STEM + i * BEAM_STEP, right - from, BEAM, 'swing-beam');
	}
}

/** In a triplet the first takes two thirds: a note of twice the value, then one of the same, under a 3. */
function drawLongShort(paper: Paper, x: number, y: number, beams: number): void {
	const gap = 13;
	drawNote(paper, x, y);
	drawNote(paper, x + gap, y);
	const left = x + HEAD_WIDTH - STEM_WIDTH;
	const right = x + gap + HEAD_WIDTH;
	if (beams === 1) {
		// A quarter and an eighth: the eighth has its flag.
		paper.draw(`M${right - STEM_WIDTH / 2} ${y - STEM}q0.6 4 3.4 6 2.6 2.4 0.6 5.6`, 'swing-flag');
	} else {
		paper.block(left, y - STEM, right - left, BEAM, 'swing-beam');
		paper.block(right - 4.5, y - STEM + BEAM_STEP, 4.5, BEAM, 'swing-beam');
	}
	const top = y - STEM - 3;
	const middle = (left + right) / 2;
	paper.draw(
		`M${x} ${top}V${top - 3}H${middle - 4}M${middle + 4} ${top - 3}H${right + 3}V${top}`,
		'bracket'
	);
	paper.label('3', middle, top + 0.5, 9, { className: 'swing-word', centred: true });
}

function drawNote(paper: Paper, x: number, y: number): void {
	paper.glyph(HEAD, x, y).setAttribute('font-size', `${HEAD_SIZE}`);
	paper.block(x + HEAD_WIDTH - STEM_WIDTH, y - STEM, STEM_WIDTH, STEM - 1, 'swing-stem');
}
