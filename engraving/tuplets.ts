/** The number of a tuplet beside its beam, and a bracket where no beam holds its notes together. */
import type { StaveNote } from 'vexflow/core';
import { GLYPHS } from '#engraving/lead.ts';
import { SPACE } from '#engraving/measures.ts';
import type { Paper } from '#engraving/paper.ts';
import type { VoicePlan } from '#engraving/stems.ts';
import type { Engraved } from '#engraving/voices.ts';
import type { Event } from '#music/score/score.ts';

/** From stem tips to the middle of the number, and the height of its digits. */
const DISTANCE = 12;
const DIGIT_HEIGHT = 10;
const DIGIT_HALF = 6;
const HOOK = 6;

export function drawTuplets(paper: Paper, engraved: Engraved): void {
	const notes = new Map<Event, StaveNote>(engraved.rests);
	for (const { chord, note } of engraved.chords) notes.set(chord, note);
	for (const plan of engraved.voices) {
		const members = Map.groupBy(plan.voice.events, (event) => event.value.tuplet?.group);
		for (const [group, events] of members) {
			if (group !== undefined) drawTuplet(paper, events, plan, notes);
		}
	}
}

function drawTuplet(
	paper: Paper,
	events: readonly Event[],
	plan: VoicePlan,
	notes: ReadonlyMap<Event, StaveNote>
): void {
	const shown = events.filter((event) => notes.has(event));
	const chords = shown.filter((event) => event.kind === 'chord');
	if (chords.length === 0) return;
	const up = plan.stems.get(chords[0]!)! > 0;
	const beamed = plan.beams.some((beam) => events.every((event) => beam.includes(event as never)));
	const first = notes.get(shown[0]!)!;
	const last = notes.get(shown.at(-1)!)!;
	const left = beamed ? first.getStemX() : first.getAbsoluteX() - 2;
	const right = beamed ? last.getStemX() : last.getAbsoluteX() + 14;
	const tips = shown.flatMap((event) => extentOf(notes.get(event)!, event));
	const staffTop = first.checkStave().getYForLine(0);
	const y = up
		? Math.min(...tips, beamed ? Infinity : staffTop) - DISTANCE
		: Math.max(...tips, beamed ? -Infinity : staffTop + 4 * SPACE) + DISTANCE;
	const middle = (left + right) / 2;
	// Beside a sloping beam the number follows the middle of the slope.
	const near = beamed ? (tipOf(first, up) + tipOf(last, up)) / 2 + (up ? -DISTANCE : DISTANCE) : y;
	const at = beamed && shown.length > 2 ? near : y;
	const number = [...`${events[0]!.value.tuplet!.actual}`].map((d) => GLYPHS.tupletDigit(+d));
	paper.openGroup('tuplet');
	paper.glyph(number.join(''), middle, at + DIGIT_HEIGHT / 2, { centred: true });
	if (!beamed) {
		const hook = up ? HOOK : -HOOK;
		const hole = DIGIT_HALF * number.length;
		paper.draw(`M${left} ${at + hook}V${at}H${middle - hole}`, 'bracket');
		paper.draw(`M${middle + hole} ${at}H${right}V${at + hook}`, 'bracket');
	}
	paper.closeGroup();
}

const tipOf = (note: StaveNote, up: boolean): number => {
	const { topY, baseY } = note.getStemExtents();
	return up ? Math.min(topY, baseY) : Math.max(topY, baseY);
};

function extentOf(note: StaveNote, event: Event): readonly number[] {
	const ys = note.getYs();
	if (event.kind === 'rest') return [ys[0]! - SPACE, ys[0]! + SPACE];
	const { topY, baseY } = note.getStemExtents();
	return [...ys.flatMap((y) => [y - 5, y + 5]), topY, baseY];
}
