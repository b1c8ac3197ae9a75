/** What stands small before a chord: the wave of a rolled one, and the notes that lean on it. */
import { accidentalsOf, type Sign } from '#engraving/accidentals.ts';
import { GLYPHS } from '#engraving/lead.ts';
import { depthOf, lineOf } from '#engraving/lines.ts';
import type { Paper } from '#engraving/paper.ts';
import type { SystemPlan } from '#engraving/plan.ts';
import type { Engraved, EngravedChord } from '#engraving/voices.ts';
import type { Chord, ChordNote, Score } from '#music/score/score.ts';

/** A small eighth, its stem up and struck through. */
const SMALL_NOTE = '\uE560';
const NOTE_WIDTH = 15;
const SIGN_SIZE = 26;
const SIGN_WIDTH = 8;
const WAVE_WIDTH = 8;
const WAVE = 5;
/** Between what stands here and the chord. */
const GAP = 2;

const SIGNS: Record<Sign, string> = {
	bb: GLYPHS.flat + GLYPHS.flat,
	b: GLYPHS.flat,
	n: GLYPHS.natural,
	'#': GLYPHS.sharp,
	'##': '\uE263'
};

/** Units that a chord needs to its left, beyond its own signs. */
export function ornamentWidth(
	{ grace = [], rolled }: Chord,
	signs: ReadonlyMap<ChordNote, Sign>
): number {
	const notes = grace.reduce(
		(sum, note) => sum + NOTE_WIDTH + (signs.has(note) ? SIGN_WIDTH : 0),
		0
	);
	const width = notes + (rolled ? WAVE_WIDTH : 0);
	return width === 0 ? 0 : width + GAP;
}

export function drawOrnaments(
	paper: Paper,
	score: Score,
	system: SystemPlan,
	engraved: Engraved
): void {
	const adorned = engraved.chords.filter(({ chord }) => chord.grace || chord.rolled);
	if (adorned.length === 0) return;
	const signs = new Map(
		system.bars.flatMap(({ bar }) => [...accidentalsOf(score.bars[bar]!)] as [ChordNote, Sign][])
	);
	paper.openGroup('ornaments');
	for (const one of adorned) {
		const bar = score.bars.find(
			({ start, length }) => one.chord.start >= start && one.chord.start < start + length
		)!;
		let x = leftOf(one) - GAP;
		if (one.chord.rolled) {
			x -= WAVE_WIDTH;
			drawWave(paper, x + WAVE_WIDTH / 2, one);
		}
		for (const note of [...(one.chord.grace ?? [])].reverse()) {
			const line = lineOf(note.spelling, bar.clefs[one.staff]!);
			const y = system.staves[one.staff]! + depthOf(line);
			x -= NOTE_WIDTH;
			paper.glyph(SMALL_NOTE, x, y);
			drawLedgers(paper, x, system.staves[one.staff]!, line);
			const sign = signs.get(note);
			if (sign === undefined) continue;
			x -= SIGN_WIDTH;
			paper.glyph(SIGNS[sign], x, y).setAttribute('font-size', `${SIGN_SIZE}`);
		}
	}
	paper.closeGroup();
}

/** The left edge of the chord's heads and accidentals. */
function leftOf({ note }: EngravedChord): number {
	const heads = Math.min(...note.noteHeads.map((head) => head.getAbsoluteX()));
	return heads - note.getMetrics().modLeftPx;
}

function drawWave(paper: Paper, x: number, { note }: EngravedChord): void {
	const ys = note.getYs();
	const top = Math.min(...ys) - WAVE;
	const count = Math.ceil((Math.max(...ys) + WAVE - top) / (2 * WAVE));
	const turns = Array.from({ length: count }, () => `q2.6 ${WAVE / 2} 0 ${WAVE}t0 ${WAVE}`);
	paper.draw(`M${x} ${top}${turns.join('')}`, 'arpeggio');
}

function drawLedgers(paper: Paper, x: number, top: number, line: number): void {
	for (let ledger = 6; ledger <= line; ledger++) drawLedger(paper, x, top + depthOf(ledger));
	for (let ledger = 0; ledger >= line; ledger--) drawLedger(paper, x, top + depthOf(ledger));
}

const drawLedger = (paper: Paper, x: number, y: number): void =>
	paper.block(x - 2, y - 0.6, 11, 1.2, 'ledger');
