/** Builds VexFlow's notes for the bars of a system and puts each on the axis the plan gave its onset. */
import {
	Accidental,
	Beam,
	Dot,
	ModifierContext,
	Stave,
	StaveNote,
	TickContext
} from 'vexflow/core';
import { accidentalsOf, type Sign } from '#engraving/accidentals.ts';
import { keyAt, lineOf } from '#engraving/lines.ts';
import { HALF_HEAD, OUTWARD_STEM } from '#engraving/measures.ts';
import type { Paper } from '#engraving/paper.ts';
import type { BarPlan, SystemPlan } from '#engraving/plan.ts';
import { isOutward } from '#engraving/shape.ts';
import { voicesOn, type VoicePlan } from '#engraving/stems.ts';
import type { Chord, ChordNote, Clef, Event, Rest, Score } from '#music/score/score.ts';

export interface EngravedChord {
	readonly chord: Chord;
	/** The chord's notes in the order of their lines, as VexFlow numbers its heads. */
	readonly heads: readonly ChordNote[];
	readonly note: StaveNote;
	readonly plan: VoicePlan;
	readonly staff: number;
}

export interface Engraved {
	readonly chords: readonly EngravedChord[];
	readonly rests: ReadonlyMap<Rest, StaveNote>;
	readonly beams: readonly Beam[];
	readonly voices: readonly VoicePlan[];
	/** Rests for a whole bar: they stand in its middle, on no onset. */
	readonly wholeRests: readonly {
		readonly bar: BarPlan;
		readonly staff: number;
		readonly line: number;
	}[];
}

/** One VexFlow stave for each staff, as wide as the system; only its heights are used. */
export function layStaves(paper: Paper, system: SystemPlan): readonly Stave[] {
	return system.staves.map((top) => {
		const flat = { spaceAboveStaffLn: 0, spaceBelowStaffLn: 0, leftBar: false, rightBar: false };
		const stave = new Stave(system.left, top, system.right - system.left, flat);
		// Its padding undone, a tick context's x is an x on the paper.
		return stave.setNoteStartX(-12).setContext(paper);
	});
}

export function engrave(score: Score, system: SystemPlan, staves: readonly Stave[]): Engraved {
	const engraved = {
		chords: [] as EngravedChord[],
		rests: new Map<Rest, StaveNote>(),
		beams: [] as Beam[],
		voices: [] as VoicePlan[],
		wholeRests: [] as Engraved['wholeRests'][number][]
	};
	for (const bar of system.bars) {
		const columns = new Columns(bar);
		const signs = accidentalsOf(score.bars[bar.bar]!);
		const notes = new Map<Event, StaveNote>();
		for (const [staff, stave] of staves.entries()) {
			for (const plan of voicesOn(staff, score.bars[bar.bar]!)) {
				engraved.voices.push(plan);
				for (const event of plan.voice.events) {
					if (event.kind === 'chord') {
						const built = buildChord(event, plan, score.bars[bar.bar]!.clefs[staff]!, signs);
						columns.add(built.note, event.start, staff, stave);
						notes.set(event, built.note);
						engraved.chords.push({ chord: event, plan, staff, ...built });
					} else if (event.wholeBar && !event.hidden) {
						engraved.wholeRests.push({ bar, staff, line: plan.restLines.get(event)! });
					} else if (!event.hidden) {
						const note = buildRest(event, plan);
						// By itself: the line is chosen already, VexFlow need not move it out of the way.
						columns.add(note, event.start, null, stave);
						engraved.rests.set(event, note);
					}
				}
				for (const group of plan.beams) {
					engraved.beams.push(new Beam(group.map((chord) => notes.get(chord)!)));
				}
			}
		}
		columns.place();
	}
	for (const beam of engraved.beams) beam.postFormat();
	return engraved;
}

/** The onsets of one bar: notes that sound together share a column, those of one staff also their signs' room. */
class Columns {
	readonly #bar: BarPlan;
	readonly #ticks = new Map<number, TickContext>();
	readonly #shared = new Map<string, ModifierContext>();

	constructor(bar: BarPlan) {
		this.#bar = bar;
	}

	add(note: StaveNote, tick: number, staff: number | null, stave: Stave): void {
		const key = `${tick}:${staff}`;
		const shared = (staff !== null && this.#shared.get(key)) || new ModifierContext();
		this.#shared.set(key, shared);
		note.addToModifierContext(shared);
		const column = this.#ticks.get(tick) ?? new TickContext();
		this.#ticks.set(tick, column);
		column.addTickable(note);
		note.setStave(stave);
	}

	place(): void {
		for (const { tick, x } of this.#bar.onsets) {
			this.#ticks
				.get(tick)
				?.preFormat()
				.setX(x - HALF_HEAD);
		}
	}
}

function buildChord(
	chord: Chord,
	plan: VoicePlan,
	clef: Clef,
	signs: ReadonlyMap<ChordNote, Sign>
): { note: StaveNote; heads: readonly ChordNote[] } {
	const line = (note: ChordNote) => lineOf(note.spelling, clef);
	const heads = [...chord.notes].sort((a, b) => line(a) - line(b));
	const stem = plan.stems.get(chord)!;
	const note = new StaveNote({
		keys: heads.map((head) => keyAt(line(head))),
		duration: `${chord.value.base}`,
		dots: chord.value.dots,
		stemDirection: stem
	});
	for (const [i, head] of heads.entries()) {
		const sign = signs.get(head);
		if (sign) note.addModifier(new Accidental(sign), i);
	}
	for (let dot = 0; dot < chord.value.dots; dot++) Dot.buildAndAttach([note], { all: true });
	if (isShort(chord, plan)) {
		// The length is only read when a stem is made or turned, so the stem is told as well.
		note.setStemLength(OUTWARD_STEM);
		note.getStem()?.setExtension(note.getStemExtension());
	}
	return { note, heads };
}

/** A beam decides itself how long its stems are. */
const isShort = (chord: Chord, { side, lines, stems, beams }: VoicePlan): boolean =>
	side !== null &&
	isOutward(lines.get(chord)!, stems.get(chord)!) &&
	!beams.some((group) => group.includes(chord));

function buildRest(rest: Rest, plan: VoicePlan): StaveNote {
	const note = new StaveNote({
		keys: [keyAt(plan.restLines.get(rest)!)],
		duration: `${rest.value.base}`,
		type: 'r',
		dots: rest.value.dots
	});
	for (let dot = 0; dot < rest.value.dots; dot++) Dot.buildAndAttach([note]);
	return note;
}
