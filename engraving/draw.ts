/** Draws one planned system and says where everything came to stand. The one way into VexFlow. */
import { GLYPHS } from '#engraving/lead.ts';
import { depthOf } from '#engraving/lines.ts';
import { beatsIn, fretMarks, headMarks, type DrawnBeat, type DrawnMark } from '#engraving/marks.ts';
import { drawHeadings } from '#engraving/headings.ts';
import { SPACE } from '#engraving/measures.ts';
import { drawOrnaments } from '#engraving/ornaments.ts';
import { Paper } from '#engraving/paper.ts';
import { scaled, type BarPlan, type Onset, type SheetPlan } from '#engraving/plan.ts';
import { drawStaves } from '#engraving/staves.ts';
import { drawTab } from '#engraving/tab.ts';
import { drawTies } from '#engraving/ties.ts';
import { drawTuplets } from '#engraving/tuplets.ts';
import { engrave, layStaves } from '#engraving/voices.ts';
import type { Chord, Score } from '#music/score/score.ts';

/** All lengths are CSS pixels from the top left corner of the system. */
export interface DrawnSystem {
	readonly svg: SVGSVGElement;
	readonly notes: readonly DrawnNote[];
	/** Every head and every fret, by the note that was played. */
	readonly marks: readonly DrawnMark[];
	/** The beats of the beat map that fall in this system. */
	readonly beats: readonly DrawnBeat[];
	readonly onsets: readonly Onset[];
	readonly bars: readonly BarPlan[];
	/** First and last line. */
	readonly top: number;
	readonly bottom: number;
}

interface DrawnNote {
	/** The chord's id, also its `data-note` on notation and tab. */
	readonly id: string;
	readonly tick: number;
	/** When it ends, as written. */
	readonly until: number;
	readonly x: number;
	/** Its heads, lowest first, and its frets. */
	readonly ys: readonly number[];
	readonly frets: readonly number[];
	readonly elements: readonly SVGGElement[];
}

/**
 * Draws into `host`, which should be empty. Bravura must be ready (`fonts.ts`), for VexFlow measures it.
 *
 * @throws RangeError when the plan has no such system
 */
export function drawSystem(
	host: HTMLElement,
	score: Score,
	plan: SheetPlan,
	index: number
): DrawnSystem {
	const planned = plan.systems[index];
	if (!planned) throw new RangeError(`the plan has no system ${index}`);
	const scale = plan.space / SPACE;
	const system = scaled(planned, 1 / scale);
	const paper = new Paper(host, plan.width / scale, system.height, scale);

	drawStaves(paper, score, system);
	drawHeadings(paper, score, system);
	const staves = layStaves(paper, system);
	const engraved = engrave(score, system, staves);

	for (const rest of engraved.rests.values()) rest.setContext(paper).draw();
	for (const { bar, staff, line } of engraved.wholeRests) {
		const y = system.staves[staff]! + depthOf(line);
		paper.glyph(GLYPHS.wholeRest, middleOf(bar), y, { centred: true });
	}
	for (const { note } of engraved.chords) note.setContext(paper).draw();
	for (const beam of engraved.beams) beam.setContext(paper).draw();
	drawTuplets(paper, engraved);
	drawOrnaments(paper, score, system, engraved);
	const lastBar = score.bars[system.bars.at(-1)!.bar]!;
	drawTies(paper, engraved.chords, system, lastBar.start + lastBar.length);

	const frets = system.bars.flatMap((bar, i) =>
		system.tab === null ? [] : [...drawTab(paper, score.bars[bar.bar]!, bar, system.tab, i === 0)]
	);
	const fretsOf = new Map(frets);

	const axes = new Map(system.bars.flatMap((bar) => bar.onsets.map(({ tick, x }) => [tick, x])));
	const notes = engraved.chords.map(({ chord, note }): DrawnNote => {
		const heads = paper.groupOf(String(note.getAttribute('id')))!;
		heads.dataset.note = chord.id;
		const tab = fretsOf.get(chord);
		return {
			id: chord.id,
			tick: chord.start,
			until: soundsUntil(chord),
			x: axes.get(chord.start)! * scale,
			ys: note.getYs().map((y) => y * scale),
			frets: tab?.frets.map(({ y }) => y * scale) ?? [],
			elements: tab ? [heads, tab.group] : [heads]
		};
	});

	const marks = [
		...engraved.chords.flatMap((chord) => headMarks(paper, chord, scale)),
		...frets.flatMap(([chord, drawn]) => fretMarks(chord.id, drawn.frets, scale))
	];

	return {
		svg: paper.svg,
		notes,
		marks,
		beats: beatsIn(score, planned),
		onsets: planned.bars.flatMap((bar) => bar.onsets),
		bars: planned.bars,
		top: planned.staves[0]!,
		bottom: planned.bottom
	};
}

const soundsUntil = (chord: Chord): number => chord.start + chord.length;

/** The bar's middle as the eye sees it: between its lines, not counting the signs before it. */
const middleOf = (bar: BarPlan): number => bar.x + (bar.signs + bar.width) / 2;
