/** One voice of a bar as MusicXML: on its notation staff, and again on the tab staff of a guitar. */
import type { Accidental } from '#music/export/accidentals.ts';
import { beamGroups, beamsOf, type BeamKind } from '#music/export/beams.ts';
import { harmony } from '#music/export/musicxml-directions.ts';
import {
	graceElement,
	noteElement,
	restElement,
	tupletMark,
	type Frame
} from '#music/export/musicxml-note.ts';
import type { Marks } from '#music/export/musicxml-techniques.ts';
import { stemOf, type Stem } from '#music/export/stems.ts';
import { element, type Element } from '#music/export/xml.ts';
import type { Bar, Chord, ChordNote, Event, Score, Voice } from '#music/score/score.ts';

interface Context {
	readonly score: Score;
	readonly bar: Bar;
	/** Divisions in a tick. */
	readonly perTick: number;
	readonly accidentals: ReadonlyMap<ChordNote, Accidental>;
	/** How notes are played on their strings. */
	readonly marks: ReadonlyMap<ChordNote, Marks>;
}

/** Voices are numbered in fours, as other programs do: the second staff begins at 5. */
const VOICES_A_STAFF = 4;

export function voiceElements(voice: Voice, context: Context): readonly Element[] {
	const { beams, stems } = strokesOf(voice, context);
	return voice.events.flatMap((event, i) => {
		const frame = frameOf(voice, i, voice.staff, context);
		const harmonies = voice === context.bar.voices[0] ? harmoniesIn(event, context) : [];
		if (event.kind === 'rest') return [...harmonies, restElement(event, frame)];
		const notes = event.notes.map((note, k) =>
			noteElement(event, note, {
				...frame,
				chord: k > 0,
				stem: stems.get(event) ?? null,
				beams: k === 0 ? (beams.get(event) ?? []) : [],
				accidental: context.accidentals.get(note),
				rolled: event.rolled === true
			})
		);
		const graces = (event.grace ?? []).map((note, k, all) =>
			graceElement(note, k, all.length, {
				...frame,
				stem: 'up',
				accidental: context.accidentals.get(note)
			})
		);
		return [...graces, ...harmonies, ...notes];
	});
}

/** Chord symbols stand before the note that they begin with, or that is sounding when they do. */
const harmoniesIn = (event: Event, { score, perTick }: Context): readonly Element[] =>
	score.symbols
		.filter(({ at }) => at >= event.start && at < event.start + event.length)
		.map((symbol) => harmony(symbol, (symbol.at - event.start) * perTick));

/** The same voice by string and fret. What is not fingered leaves its room empty. */
export function tabElements(voice: Voice, context: Context): readonly Element[] {
	const staff = context.score.staves.length;
	return voice.events.flatMap((event, i) => {
		const frame = frameOf(voice, i, staff, context);
		if (event.kind === 'rest') return [restElement(event, frame)];
		const onStrings = (note: ChordNote) => ({
			stem: 'none' as const,
			accidental: undefined,
			position: note.position,
			marks: context.marks.get(note)
		});
		const graces = (event.grace ?? [])
			.filter(({ position }) => position !== null)
			.map((note, k, all) => graceElement(note, k, all.length, { ...frame, ...onStrings(note) }));
		const fingered = event.notes.filter(({ position }) => position !== null);
		if (fingered.length === 0) {
			return [...graces, restElement({ value: event.value, wholeBar: false, hidden: true }, frame)];
		}
		const notes = fingered.map((note, k) =>
			noteElement(event, note, {
				...frame,
				...onStrings(note),
				chord: k > 0,
				beams: [],
				rolled: event.rolled === true
			})
		);
		return [...graces, ...notes];
	});
}

function frameOf(voice: Voice, i: number, staff: number, { score, perTick }: Context): Frame {
	const staves = score.staves.length + (score.tab === null ? 0 : 1);
	return {
		duration: element('duration', voice.events[i]!.length * perTick),
		voice: element('voice', staff * VOICES_A_STAFF + voice.voice + 1),
		staff: staves > 1 ? element('staff', staff + 1) : null,
		octaves: -score.staves[voice.staff]!.transpose / 12,
		tuplet: tupletMark(voice.events, i)
	};
}

/** Stems and beams. A voice that shares its staff keeps its side, whatever its height. */
function strokesOf(
	voice: Voice,
	{ score, bar }: Context
): {
	readonly beams: ReadonlyMap<Event, readonly BeamKind[]>;
	readonly stems: ReadonlyMap<Event, Stem>;
} {
	const beams = new Map<Event, readonly BeamKind[]>();
	const stems = new Map<Event, Stem>();
	const alone = bar.voices.filter(({ staff }) => staff === voice.staff).length === 1;
	const clef = bar.clefs[voice.staff]!;
	const stemFor = (chords: readonly Chord[]): Stem =>
		alone ? stemOf(chords, clef) : voice.voice === 0 ? 'up' : 'down';
	for (const event of voice.events) {
		if (event.kind === 'chord' && event.value.base > 1) stems.set(event, stemFor([event]));
	}
	for (const group of beamGroups(voice, bar.start, score.beatMap)) {
		const kinds = beamsOf(group);
		const stem = stemFor(group);
		for (const [i, chord] of group.entries()) {
			beams.set(chord, kinds[i]!);
			stems.set(chord, stem);
		}
	}
	return { beams, stems };
}
