/**
 * Handles on what was drawn: each head and each fret by the played note it stands
 * for, each beat by its place in the beat map. Overlays (doubt, repair, selection)
 * are laid over these; nothing is drawn again for them.
 */
import type { Paper } from '#engraving/paper.ts';
import { axisAt, systemEnd, systemStart } from '#engraving/places.ts';
import type { SystemPlan } from '#engraving/plan.ts';
import type { DrawnFret } from '#engraving/tab.ts';
import type { EngravedChord } from '#engraving/voices.ts';
import type { Score } from '#music/score/score.ts';

/** CSS pixels from the top left corner of the system. */
interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface DrawnMark {
	readonly kind: 'head' | 'fret';
	/** Index in the list of played notes. */
	readonly played: number;
	/** The id of its chord. */
	readonly id: string;
	/** False for a note that is only held, by a tie, from before. */
	readonly struck: boolean;
	/** Takes classes: `doubt`, `is-now`. */
	readonly element: SVGGElement;
	readonly box: Box;
}

export interface DrawnBeat {
	/** Index in the beat map. */
	readonly beat: number;
	readonly tick: number;
	/** Among the heads: where the cursor stands at this beat. */
	readonly x: number;
	/** Whether a bar begins with it. */
	readonly first: boolean;
}

const HEAD_HEIGHT = 10;
const FRET_HEIGHT = 13;

export function headMarks(
	paper: Paper,
	{ chord, note, heads }: EngravedChord,
	scale: number
): readonly DrawnMark[] {
	const ys = note.getYs();
	return note.noteHeads.map((head, i) => {
		const { played, tieBack } = heads[i]!;
		const box = {
			x: head.getAbsoluteX() * scale,
			y: (ys[i]! - HEAD_HEIGHT / 2) * scale,
			width: head.getWidth() * scale,
			height: HEAD_HEIGHT * scale
		};
		const element = paper.groupOf(String(head.getAttribute('id')))!;
		return { kind: 'head', played, id: chord.id, struck: !tieBack, element, box };
	});
}

export const fretMarks = (
	id: string,
	frets: readonly DrawnFret[],
	scale: number
): readonly DrawnMark[] =>
	frets.map(({ note, element, x, y, width }) => ({
		kind: 'fret',
		played: note.played,
		id,
		struck: !note.tieBack,
		element,
		box: {
			x: (x - width / 2) * scale,
			y: (y - FRET_HEIGHT / 2) * scale,
			width: width * scale,
			height: FRET_HEIGHT * scale
		}
	}));

/** The beats of the map that fall in a system; `system` is in CSS pixels. */
export function beatsIn(score: Score, system: SystemPlan): readonly DrawnBeat[] {
	const { beats, beatTicks } = score.beatMap;
	const starts = new Set(system.bars.map(({ bar }): number => score.bars[bar]!.start));
	const from = Math.ceil(systemStart(score, system) / beatTicks);
	const to = Math.min(beats.length, Math.ceil(systemEnd(score, system) / beatTicks));
	return Array.from({ length: Math.max(0, to - from) }, (_, i): DrawnBeat => {
		const tick = (from + i) * beatTicks;
		return { beat: from + i, tick, x: axisAt(score, system, tick), first: starts.has(tick) };
	});
}
