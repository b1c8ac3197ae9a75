/**
 * The tab: each fret centred under its notehead, on a patch of page colour that
 * knocks out the line behind it. A note that is only held is not struck again,
 * so it has no digit, except in parentheses where a new system begins with it.
 */
import { HALF_HEAD, TAB_LINE } from '#engraving/measures.ts';
import type { Paper } from '#engraving/paper.ts';
import type { BarPlan } from '#engraving/plan.ts';
import type { Bar, Chord, ChordNote } from '#music/score/score.ts';

const DIGIT_SIZE = 14.4;
const DIGIT_WIDTH = 8.6;
const KNOCK_OUT = 13;
/** From a line to the baseline that centres a digit on it. */
const BASELINE = 5.2;

interface DrawnFrets {
	readonly group: SVGGElement;
	readonly frets: readonly DrawnFret[];
}

export interface DrawnFret {
	readonly note: ChordNote;
	/** Its digits. */
	readonly element: SVGGElement;
	/** The middle, and the width of the digits with their patch. */
	readonly x: number;
	readonly y: number;
	readonly width: number;
}

export function drawTab(
	paper: Paper,
	bar: Bar,
	plan: BarPlan,
	top: number,
	opensSystem: boolean
): ReadonlyMap<Chord, DrawnFrets> {
	const drawn = new Map<Chord, DrawnFrets>();
	const taken = new Set<string>();
	for (const event of bar.voices.flatMap((voice) => voice.events)) {
		if (event.kind === 'rest') continue;
		const held = (note: ChordNote) => note.tieBack && !(opensSystem && event.start === bar.start);
		const x = plan.onsets.find((onset) => onset.tick === event.start)?.x ?? plan.x + HALF_HEAD;
		const group = paper.openGroup('frets');
		group.dataset.note = event.id;
		const frets: DrawnFret[] = [];
		for (const note of event.notes) {
			if (!note.position || held(note)) continue;
			// Two voices in unison are one string, struck once.
			const place = `${event.start}:${note.position.string}`;
			if (taken.has(place)) continue;
			taken.add(place);
			const y = top + (note.position.string - 1) * TAB_LINE;
			const fret = note.tieBack ? `(${note.position.fret})` : `${note.position.fret}`;
			const width = fret.length * DIGIT_WIDTH + 4;
			const element = paper.openGroup('digits');
			paper.block(x - width / 2, y - KNOCK_OUT / 2, width, KNOCK_OUT, 'knock-out');
			paper.label(fret, x, y + BASELINE, DIGIT_SIZE, { className: 'fret', centred: true });
			paper.closeGroup();
			frets.push({ note, element, x, y, width });
		}
		paper.closeGroup();
		if (frets.length > 0) drawn.set(event, { group, frets });
		else group.remove();
	}
	return drawn;
}
