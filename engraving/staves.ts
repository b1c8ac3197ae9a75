/** The ruled paper of one system: lines, clefs, signatures, bar lines, brace, bar number. */
import { CLEF_X, GLYPHS, keyPitch, leadOf, signatureLines } from '#engraving/lead.ts';
import { depthOf } from '#engraving/lines.ts';
import { SPACE, STAFF, TAB_LINE } from '#engraving/measures.ts';
import type { Paper } from '#engraving/paper.ts';
import type { SystemPlan } from '#engraving/plan.ts';
import type { Score, Staff } from '#music/score/score.ts';

/** `system` is in units here. */
export function drawStaves(paper: Paper, score: Score, system: SystemPlan): void {
	const { left, right, staves, tab } = system;
	paper.openGroup('rules');
	for (const top of staves) rule(paper, left, right, top, 5, SPACE);
	if (tab !== null) rule(paper, left, right, tab, score.tab!.tuning.length, TAB_LINE);
	paper.closeGroup();

	for (const [i, staff] of score.staves.entries()) {
		drawLead(paper, score, staff, left, staves[i]!, system.firstBar === 0);
	}
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

function drawLead(
	paper: Paper,
	score: Score,
	staff: Staff,
	left: number,
	top: number,
	first: boolean
): void {
	const { key, time } = leadOf(score, first);
	const treble = staff.clef === 'treble';
	const clef = treble ? GLYPHS.trebleClef : GLYPHS.bassClef;
	// A clef's origin is the line it names: G on the second line, F on the fourth.
	paper.glyph(clef, left + CLEF_X, top + depthOf(treble ? 2 : 4));
	const sign = score.key.fifths > 0 ? GLYPHS.sharp : GLYPHS.flat;
	for (const [i, line] of signatureLines(score.key.fifths, staff.clef).entries()) {
		paper.glyph(sign, left + key + i * keyPitch(score), top + depthOf(line));
	}
	if (time === null) return;
	const digits = (value: number) => [...`${value}`].map((d) => GLYPHS.timeDigit(+d)).join('');
	paper.glyph(digits(score.metre.beats), left + time, top + depthOf(4), { centred: true });
	paper.glyph(digits(score.metre.unit), left + time, top + depthOf(2), { centred: true });
}

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
		for (const [from, to] of spans) {
			paper.draw(`M${final ? x - 7 : x} ${from}V${to}`, 'bar-line');
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
