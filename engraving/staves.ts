/** The ruled paper of one system: lines, clefs, signatures, bar lines, brace, bar number. */
import { changeAt } from '#engraving/changes.ts';
import {
	AROUND_SMALL_CLEF,
	CLEF_X,
	GLYPHS,
	leadOf,
	signatureLines,
	signsAt,
	SMALL_CLEF,
	type Signs
} from '#engraving/lead.ts';
import { depthOf } from '#engraving/lines.ts';
import { SPACE, STAFF, TAB_LINE } from '#engraving/measures.ts';
import type { Paper } from '#engraving/paper.ts';
import type { SystemPlan } from '#engraving/plan.ts';
import type { Clef, Score } from '#music/score/score.ts';

/** `system` is in units here. */
export function drawStaves(paper: Paper, score: Score, system: SystemPlan): void {
	const { left, right, staves, tab } = system;
	paper.openGroup('rules');
	for (const top of staves) rule(paper, left, right, top, 5, SPACE);
	if (tab !== null) rule(paper, left, right, tab, score.tab!.tuning.length, TAB_LINE);
	paper.closeGroup();

	for (const [i, top] of staves.entries()) drawSigns(paper, score, system, i, top);
	if (tab !== null) {
		const middle = (tab + system.bottom) / 2;
		paper.glyph(GLYPHS.tabClef, left + 4, middle, { className: 'tab-clef' });
	}
	drawBarLines(paper, score, system);
	if (staves.length > 1) drawBrace(paper, left, staves[0]!, staves.at(-1)! + STAFF);
	if (system.firstBar > 0) drawNumber(paper, score.bars[system.firstBar]!.number, left, staves[0]!);
}

/** A long number rises above the clef's tip, which it would touch. */
function drawNumber(paper: Paper, bar: number, left: number, top: number): void {
	const rise = bar > 99 ? 1.8 : 1.2;
	paper.label(`${bar}`, left, top - rise * SPACE, 11, { className: 'bar-number' });
}

function rule(
	paper: Paper,
	left: number,
	right: number,
	top: number,
	count: number,
	gap: number
): void {
	const lines = Array.from({ length: count }, (_, i) => `M${left} ${top + i * gap}H${right}`);
	paper.draw(lines.join(''), 'staff-lines');
}

/** A clef's origin is the line it names: G on the second line, F on the fourth. */
const CLEF_LINE = { treble: 2, bass: 4 } as const;

/** Everything that one staff of the system says besides notes: at its beginning, in its midst, at its end. */
function drawSigns(
	paper: Paper,
	score: Score,
	{ firstBar, left, bars, right, warning }: SystemPlan,
	staff: number,
	top: number
): void {
	const clef = score.bars[firstBar]!.clefs[staff]!;
	paper.glyph(GLYPHS.clef[clef], left + CLEF_X, top + depthOf(CLEF_LINE[clef]));
	drawSignature(paper, leadOf(score, firstBar), clef, left, top);
	for (const [i, { bar, x, width }] of bars.entries()) {
		const own = score.bars[bar]!.clefs[staff]!;
		if (i > 0) drawSignature(paper, signsAt(score, bar), own, x, top);
		const next = changeAt(score, bar + 1).clefs[staff];
		if (next) {
			const at = x + width - SMALL_CLEF - AROUND_SMALL_CLEF;
			paper.glyph(GLYPHS.smallClef[next], at, top + depthOf(CLEF_LINE[next]));
		}
	}
	const end = bars.at(-1)!.bar + 1;
	const after = score.bars[end]?.clefs[staff];
	if (after) drawSignature(paper, signsAt(score, end), after, right - warning, top);
}

function drawSignature(
	paper: Paper,
	{ signature, key, metre, time }: Signs,
	clef: Clef,
	x: number,
	top: number
): void {
	if (signature) {
		for (const [i, line] of signatureLines(signature.fifths, clef).entries()) {
			paper.glyph(signature.sign, x + key + i * signature.pitch, top + depthOf(line));
		}
	}
	if (metre === null) return;
	const digits = (value: number) => [...`${value}`].map((d) => GLYPHS.timeDigit(+d)).join('');
	paper.glyph(digits(metre.beats), x + time, top + depthOf(4), { centred: true });
	paper.glyph(digits(metre.unit), x + time, top + depthOf(2), { centred: true });
}

/** Between the two lines that end a section or a key. */
const DOUBLE = 4;

/** On a grand staff the bar lines join the staves; between notation and tab only the left line does. */
function drawBarLines(paper: Paper, score: Score, system: SystemPlan): void {
	const { left, staves, tab, bottom, bars } = system;
	const top = staves[0]!;
	const spans = [[top, staves.at(-1)! + STAFF]] as [number, number][];
	if (tab !== null) spans.push([tab, bottom]);
	if (tab !== null || staves.length > 1) paper.draw(`M${left} ${top}V${bottom}`, 'bar-line');
	for (const bar of bars) {
		const x = bar.x + bar.width;
		const final = bar.bar === score.bars.length - 1;
		const { key, section } = changeAt(score, bar.bar + 1);
		const double = key !== null || section !== null;
		for (const [from, to] of spans) {
			paper.draw(`M${final ? x - 7 : x} ${from}V${to}`, 'bar-line');
			if (double) paper.draw(`M${x - DOUBLE} ${from}V${to}`, 'bar-line');
			if (final) paper.block(x - 4, from - 0.5, 4.5, to - from + 1, 'bar-line');
		}
	}
}

/** Bravura's brace is one em high: four staff spaces, stretched to the staves it joins. */
function drawBrace(paper: Paper, left: number, top: number, bottom: number): void {
	const height = bottom - top;
	const brace = paper.glyph(GLYPHS.brace, 0, 0);
	const tall = height / STAFF;
	// Stretched upwards only, it would grow as wide as it is high.
	brace.setAttribute('transform', `translate(${left - 11} ${bottom}) scale(${2.4} ${tall})`);
}
