/** A note as it stands on its line of text tab: its fret, and how it is played: `5h` `7p` `5/` `7b9r7` `7~`. */
import type { SoundingNote } from '#music/export/sounding.ts';
import type { Bar, ChordNote, Technique } from '#music/score/score.ts';

/** What is struck at one time: the text on each string, undefined where none is. */
export interface Strike {
	/** Ticks. */
	readonly start: number;
	readonly texts: readonly (string | undefined)[];
}

/** What each sign means, in the order in which they are explained. */
const SIGNS: Readonly<Record<Technique['kind'], string>> = {
	'hammer-on': 'h hammer-on',
	'pull-off': 'p pull-off',
	slide: '/ \\ slide',
	bend: 'b bend, r release',
	vibrato: '~ vibrato'
};

/** Explains the signs that these notes need; null when they need none. */
export function legendOf(notes: readonly SoundingNote[]): string | null {
	const used = new Set(notes.flatMap(({ techniques }) => techniques.map(({ kind }) => kind)));
	const signs = Object.entries(SIGNS).filter(([kind]) => used.has(kind as Technique['kind']));
	return signs.length === 0 ? null : signs.map(([, words]) => words).join(', ');
}

/** Everything that is struck, in order. @param notes in order of start. */
export function strikesOf(notes: readonly SoundingNote[], strings: number): readonly Strike[] {
	const strikes = new Map<number, (string | undefined)[]>();
	const after = nextFrets(notes);
	for (const [i, { start, position, techniques }] of notes.entries()) {
		if (position === null) continue;
		const texts = strikes.get(start) ?? silent(strings);
		texts[position.string - 1] = textOf(position.fret, techniques, after[i]);
		strikes.set(start, texts);
	}
	return [...strikes].map(([start, texts]) => ({ start, texts }));
}

/** The short notes before the others of a bar, each before the note that it belongs to. */
export function graceStrikesOf({ voices }: Bar, strings: number): readonly Strike[] {
	const chords = voices.flatMap(({ events }) => events);
	return chords.flatMap((event) => {
		if (event.kind === 'rest') return [];
		return (event.grace ?? []).flatMap((note) => graceStrike(note, event.start, strings));
	});
}

function graceStrike(
	{ position, techniques = [] }: ChordNote,
	start: number,
	strings: number
): readonly Strike[] {
	if (position === null) return [];
	const texts = silent(strings);
	texts[position.string - 1] = textOf(position.fret, techniques, undefined);
	return [{ start, texts }];
}

const silent = (strings: number): (string | undefined)[] =>
	Array.from({ length: strings }, () => undefined);

/** For each note, the fret of the next on its string. */
function nextFrets(notes: readonly SoundingNote[]): readonly (number | undefined)[] {
	const next = new Map<number, number>();
	const frets: (number | undefined)[] = notes.map(() => undefined);
	for (let i = notes.length - 1; i >= 0; i--) {
		const { position } = notes[i]!;
		if (position === null) continue;
		frets[i] = next.get(position.string);
		next.set(position.string, position.fret);
	}
	return frets;
}

function textOf(fret: number, techniques: readonly Technique[], after: number | undefined): string {
	return `${fret}${techniques.map((technique) => signOf(fret, technique, after)).join('')}`;
}

function signOf(fret: number, technique: Technique, after: number | undefined): string {
	switch (technique.kind) {
		case 'hammer-on':
			return 'h';
		case 'pull-off':
			return 'p';
		case 'slide':
			return after !== undefined && after < fret ? '\\' : '/';
		case 'vibrato':
			return '~';
		case 'bend': {
			const { semitones, release } = technique;
			// A bend is named by the fret it sounds like; half a semitone more has none.
			const to = Number.isInteger(semitones) ? String(fret + semitones) : '';
			return `b${to}${release ? `r${fret}` : ''}`;
		}
	}
}
