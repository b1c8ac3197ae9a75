/**
 * How notes are played on their strings, in MusicXML: bends, slides, hammer-ons, pull-offs and
 * vibrato. What goes from one note to the next has two ends in the format, and so the next note of
 * the string is looked up here.
 */
import { element, type Element } from '#music/export/xml.ts';
import type { ChordNote, Score, Technique } from '#music/score/score.ts';

/** For one note: what stands within `technical`, and beside it. */
export interface Marks {
	readonly technical: readonly Element[];
	readonly beside: readonly Element[];
}

interface Kept {
	readonly technical: Element[];
	readonly beside: Element[];
}

type Slur = Extract<Technique, { kind: 'slide' | 'hammer-on' | 'pull-off' }>;

/** What hammer-ons and pull-offs are marked with. */
const LETTERS = { 'hammer-on': 'H', 'pull-off': 'P' } as const;
/** Numbers tell overlapping slurs apart; the format has six. */
const NUMBERS = 6;

/** The marks of every note that has any. */
export function techniqueMarks(score: Score): ReadonlyMap<ChordNote, Marks> {
	const marks = new Map<ChordNote, Kept>();
	const of = (note: ChordNote): Kept => {
		const kept = marks.get(note) ?? { technical: [], beside: [] };
		marks.set(note, kept);
		return kept;
	};
	const open = new Map<number, { readonly from: ChordNote; readonly slurs: readonly Slur[] }>();
	for (const note of stringNotes(score)) {
		const { string } = note.position!;
		const waiting = open.get(string);
		// The further parts of a tied note are no new notes, but its slurs go on from them.
		const tied = note.tieBack && waiting?.from.played === note.played;
		if (waiting && !tied) {
			for (const slur of waiting.slurs) join(slur, string, of(waiting.from), of(note));
			open.delete(string);
		}
		for (const technique of note.techniques ?? []) {
			if (technique.kind === 'bend') of(note).technical.push(...bends(technique));
			if (technique.kind === 'vibrato') of(note).beside.push(shake('start'), shake('stop'));
		}
		const own = (note.techniques ?? []).filter(
			(technique): technique is Slur => technique.kind !== 'bend' && technique.kind !== 'vibrato'
		);
		const slurs = tied ? [...waiting.slurs, ...own.filter(isNewTo(waiting.slurs))] : own;
		if (slurs.length > 0) open.set(string, { from: note, slurs });
	}
	return marks;
}

/** Everything that is fingered, graces before their chords, in the order in which it is played. */
const stringNotes = ({ bars }: Score): readonly ChordNote[] =>
	bars
		.flatMap(({ voices }) => voices.flatMap(({ events }) => events))
		.filter((event) => event.kind === 'chord')
		.sort((a, b) => a.start - b.start)
		.flatMap(({ grace = [], notes }) => [...grace, ...notes])
		.filter(({ position }) => position !== null);

const isNewTo =
	(slurs: readonly Slur[]) =>
	({ kind }: Slur): boolean =>
		!slurs.some((slur) => slur.kind === kind);

function join({ kind }: Slur, string: number, from: Kept, to: Kept): void {
	const number = ((string - 1) % NUMBERS) + 1;
	if (kind === 'slide') {
		from.beside.push(element('slide', [], { type: 'start', number, 'line-type': 'solid' }));
		to.beside.push(element('slide', [], { type: 'stop', number, 'line-type': 'solid' }));
	} else {
		from.technical.push(element(kind, LETTERS[kind], { type: 'start', number }));
		to.technical.push(element(kind, [], { type: 'stop', number }));
	}
}

function bends({ semitones, release }: Extract<Technique, { kind: 'bend' }>): Element[] {
	const alter = element('bend-alter', semitones);
	const up = element('bend', [alter]);
	return release ? [up, element('bend', [alter, element('release')])] : [up];
}

/** The wavy line that is the format's word for vibrato. */
const shake = (type: 'start' | 'stop'): Element =>
	element('ornaments', [element('wavy-line', [], { type, number: 1 })]);
