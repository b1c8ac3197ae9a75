/** The notes and rests of one voice of a bar, as MusicXML elements. */
import type { Accidental } from '#music/export/accidentals.ts';
import { beamGroups, beamsOf, type BeamKind } from '#music/export/beams.ts';
import { stemOf, type Stem } from '#music/export/stems.ts';
import { element, type Element } from '#music/export/xml.ts';
import type { Bar, Chord, ChordNote, Event, NoteValue, Score, Voice } from '#music/score/score.ts';

interface Context {
	/** Divisions in a tick. */
	readonly perTick: number;
	readonly accidentals: ReadonlyMap<ChordNote, Accidental>;
}

/** What all notes of one event share. */
interface Frame {
	readonly duration: Element;
	readonly voice: Element;
	readonly staff: Element | null;
	readonly tuplet: Element | null;
}

const TYPES = { 1: 'whole', 2: 'half', 4: 'quarter', 8: 'eighth', 16: '16th', 32: '32nd' } as const;
/** Voices of a staff are numbered in fours, as other programs do: the lower staff begins at 5. */
const VOICES_A_STAFF = 4;

export function voiceElements(
	score: Score,
	bar: Bar,
	voice: Voice,
	{ perTick, accidentals }: Context
): readonly Element[] {
	const beams = new Map<Event, readonly BeamKind[]>();
	const stems = new Map<Event, Stem>();
	const alone = bar.voices.filter(({ staff }) => staff === voice.staff).length === 1;
	const { clef } = score.staves[voice.staff]!;
	const stemFor = (chords: readonly Chord[]): Stem =>
		alone ? stemOf(chords, clef) : voice.voice === 0 ? 'up' : 'down';
	for (const group of beamGroups(voice, bar.start, score.beatMap)) {
		const kinds = beamsOf(group);
		const stem = stemFor(group);
		for (const [i, chord] of group.entries()) {
			beams.set(chord, kinds[i]!);
			stems.set(chord, stem);
		}
	}

	const number = voice.staff * VOICES_A_STAFF + voice.voice + 1;
	return voice.events.flatMap((event, i) => {
		const frame: Frame = {
			duration: element('duration', event.length * perTick),
			voice: element('voice', number),
			staff: score.staves.length > 1 ? element('staff', voice.staff + 1) : null,
			tuplet: tupletMark(voice.events, i)
		};
		if (event.kind === 'rest') return [restElement(event, frame)];
		const stem = event.value.base === 1 ? null : (stems.get(event) ?? stemFor([event]));
		return event.notes.map((note, k) =>
			noteElement(event, k, {
				...frame,
				stem,
				beams: k === 0 ? (beams.get(event) ?? []) : [],
				accidental: accidentals.get(note)
			})
		);
	});
}

function restElement(event: Event & { kind: 'rest' }, frame: Frame): Element {
	return element(
		'note',
		[
			element('rest', [], event.wholeBar ? { measure: 'yes' } : {}),
			frame.duration,
			frame.voice,
			...(event.wholeBar ? [] : valueElements(event.value)),
			frame.staff,
			frame.tuplet && element('notations', [frame.tuplet])
		],
		event.hidden ? { 'print-object': 'no' } : {}
	);
}

interface NoteFrame extends Frame {
	readonly stem: Stem | null;
	readonly beams: readonly BeamKind[];
	readonly accidental: Accidental | undefined;
}

/** The order of the children is the schema's. */
function noteElement(event: Chord, index: number, frame: NoteFrame): Element {
	const note = event.notes[index]!;
	const { step, alter, octave } = note.spelling;
	return element('note', [
		index > 0 ? element('chord') : null,
		element('pitch', [
			element('step', step),
			alter === 0 ? null : element('alter', alter),
			element('octave', octave)
		]),
		frame.duration,
		...ties('tie', note),
		frame.voice,
		...valueElements(event.value, frame.accidental),
		frame.stem && element('stem', frame.stem),
		frame.staff,
		...frame.beams.map((kind, i) => element('beam', kind, { number: i + 1 })),
		notations(note, index === 0 ? frame.tuplet : null)
	]);
}

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

function notations(note: ChordNote, tuplet: Element | null): Element | null {
	const { position } = note;
	const technical =
		position &&
		element('technical', [element('string', position.string), element('fret', position.fret)]);
	const content = [...ties('tied', note), tuplet, technical].filter((child) => child !== null);
	return content.length === 0 ? null : element('notations', content);
}

/** Where a tuplet begins or ends. */
function tupletMark(events: readonly Event[], i: number): Element | null {
	const group = events[i]!.value.tuplet?.group;
	if (group === undefined) return null;
	const first = events[i - 1]?.value.tuplet?.group !== group;
	const last = events[i + 1]?.value.tuplet?.group !== group;
	// A member that is alone in its bar begins and ends nothing.
	if (first === last) return null;
	return element('tuplet', [], { type: first ? 'start' : 'stop', number: 1 });
}
