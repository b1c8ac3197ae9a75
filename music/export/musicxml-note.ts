/** A note or rest as a MusicXML element; its children stand in the schema's order. */
import type { Accidental } from '#music/export/accidentals.ts';
import type { BeamKind } from '#music/export/beams.ts';
import type { Marks } from '#music/export/musicxml-techniques.ts';
import type { Stem } from '#music/export/stems.ts';
import { element, type Element } from '#music/export/xml.ts';
import type { Chord, ChordNote, Event, NoteValue, Rest } from '#music/score/score.ts';
import type { Position } from '#music/tab/position.ts';

/** What all notes of one chord share. */
export interface Frame {
	readonly duration: Element;
	readonly voice: Element;
	readonly staff: Element | null;
	/** Octaves from written to sounding: under an octave clef, the format's pitches are the sounding ones. */
	readonly octaves: number;
	readonly tuplet: Element | null;
}

interface NoteFrame extends Frame {
	/** Whether the note sounds with the one before it. */
	readonly chord: boolean;
	readonly stem: Stem | 'none' | null;
	readonly beams: readonly BeamKind[];
	readonly accidental: Accidental | undefined;
	readonly position?: Position | null;
	readonly marks?: Marks | undefined;
	readonly rolled?: boolean;
}

const TYPES = { 1: 'whole', 2: 'half', 4: 'quarter', 8: 'eighth', 16: '16th', 32: '32nd' } as const;

export function restElement(
	rest: Pick<Rest, 'value' | 'wholeBar' | 'hidden'>,
	frame: Frame
): Element {
	return element(
		'note',
		[
			element('rest', [], rest.wholeBar ? { measure: 'yes' } : {}),
			frame.duration,
			frame.voice,
			...(rest.wholeBar ? [] : valueElements(rest.value)),
			frame.staff,
			frame.tuplet && element('notations', [frame.tuplet])
		],
		rest.hidden ? { 'print-object': 'no' } : {}
	);
}

export function noteElement({ value }: Chord, note: ChordNote, frame: NoteFrame): Element {
	return element('note', [
		frame.chord ? element('chord') : null,
		pitchElement(note, frame),
		frame.duration,
		...ties('tie', note),
		frame.voice,
		...valueElements(value, frame.accidental),
		frame.stem && element('stem', frame.stem),
		frame.staff,
		...frame.beams.map((kind, i) => element('beam', kind, { number: i + 1 })),
		notations(note, frame)
	]);
}

/** One of `count` short notes before a chord; several are joined by beams. */
export function graceElement(
	note: ChordNote,
	index: number,
	count: number,
	frame: Omit<NoteFrame, 'chord' | 'beams' | 'duration' | 'tuplet'>
): Element {
	const beam = index === 0 ? 'begin' : index === count - 1 ? 'end' : 'continue';
	const levels = count > 1 && frame.stem !== 'none' ? [1, 2] : [];
	return element('note', [
		element('grace', [], { slash: 'yes' }),
		pitchElement(note, frame),
		frame.voice,
		...valueElements({ base: count > 1 ? 16 : 8, dots: 0 }, frame.accidental),
		frame.stem && element('stem', frame.stem),
		frame.staff,
		...levels.map((number) => element('beam', beam, { number })),
		notations({ ...note, tieBack: false, tieNext: false }, { ...frame, chord: true, tuplet: null })
	]);
}

const pitchElement = (
	{ spelling: { step, alter, octave } }: ChordNote,
	{ octaves }: Pick<Frame, 'octaves'>
): Element =>
	element('pitch', [
		element('step', step),
		alter === 0 ? null : element('alter', alter),
		element('octave', octave + octaves)
	]);

/** Type, dots, accidental and time modification, which stand together. */
function valueElements({ base, dots, tuplet }: NoteValue, accidental?: Accidental): Element[] {
	const elements = [element('type', TYPES[base])];
	for (let i = 0; i < dots; i++) elements.push(element('dot'));
	if (accidental !== undefined) elements.push(element('accidental', accidental));
	if (tuplet) {
		elements.push(
			element('time-modification', [
				element('actual-notes', tuplet.actual),
				element('normal-notes', tuplet.normal)
			])
		);
	}
	return elements;
}

const ties = (name: 'tie' | 'tied', { tieBack, tieNext }: ChordNote): (Element | null)[] => [
	tieBack ? element(name, [], { type: 'stop' }) : null,
	tieNext ? element(name, [], { type: 'start' }) : null
];

function notations(
	note: ChordNote,
	{
		chord,
		tuplet,
		position,
		marks,
		rolled
	}: Pick<NoteFrame, 'chord' | 'tuplet' | 'position' | 'marks' | 'rolled'>
): Element | null {
	const fingered = position
		? [element('string', position.string), element('fret', position.fret)]
		: [];
	const technical = [...fingered, ...(marks?.technical ?? [])];
	const content = [
		...ties('tied', note),
		chord ? null : tuplet,
		...(marks?.beside ?? []),
		technical.length > 0 ? element('technical', technical) : null,
		rolled ? element('arpeggiate') : null
	];
	return content.some((child) => child !== null) ? element('notations', content) : null;
}

/** Where a tuplet begins or ends. */
export function tupletMark(events: readonly Event[], i: number): Element | null {
	const group = events[i]!.value.tuplet?.group;
	if (group === undefined) return null;
	const first = events[i - 1]?.value.tuplet?.group !== group;
	const last = events[i + 1]?.value.tuplet?.group !== group;
	// A member that is alone in its bar begins and ends nothing.
	if (first === last) return null;
	return element('tuplet', [], { type: first ? 'start' : 'stop', number: 1 });
}
