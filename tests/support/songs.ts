/** Scores with everything that may stand over, before and on the notes, for the tests of whoever draws or writes them. */
import { pitch } from '#music/note.ts';
import type {
	Bar,
	Chord,
	ChordQuality,
	ChordSymbol,
	PitchName,
	Score,
	Technique
} from '#music/score/score.ts';
import { PPQ, ticks } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';

/** A name with its sign: `F#`, `Bb`. */
const named = (name: string): PitchName => ({
	step: name[0] as PitchName['step'],
	alter: name[1] === '#' ? 1 : name[1] === 'b' ? -1 : 0
});

/** A chord symbol `beats` quarters from the start. */
const symbolAt = (
	beats: number,
	root: string,
	quality: ChordQuality = 'major',
	bass: string | null = null
): ChordSymbol => ({
	at: ticks(beats * PPQ),
	root: named(root),
	quality,
	bass: bass === null ? null : named(bass)
});

/** The same score with bars that differ, by their index, from there on. */
function from(
	written: Score,
	changes: Readonly<Record<number, Partial<Pick<Bar, 'key' | 'metre' | 'clefs'>>>>,
	sections: Readonly<Record<number, string>> = {}
): Score {
	let now: Partial<Bar> = {};
	const bars = written.bars.map((bar, index): Bar => {
		now = { ...now, ...changes[index] };
		return { ...bar, ...now, section: sections[index] ?? null };
	});
	return { ...written, bars };
}

const QUALITIES: readonly ChordQuality[] = [
	'major',
	'minor',
	'diminished',
	'augmented',
	'suspended-second',
	'suspended-fourth',
	'power',
	'major-sixth',
	'minor-sixth',
	'dominant',
	'major-seventh',
	'minor-seventh',
	'half-diminished',
	'diminished-seventh'
];

/** Every quality, a slash bass, a symbol under which nothing is struck, sections, swing. */
export function song(): Score {
	const bar = 'D4@2:3:q E4@1:0:q F#4@1:2:q A4@1:5:q';
	const written = score('4/4', 'D', `${bar} | ${bar} | ${bar} | ${bar} | D4@2:3:w`);
	return {
		...from(written, {}, { 0: 'A', 2: 'Verse 2' }),
		swing: { unit: 8, ratio: 1.9 },
		symbols: [
			...QUALITIES.map((quality, i) => symbolAt(i, i % 2 ? 'Bb' : 'F#', quality)),
			symbolAt(16, 'D', 'major', 'F#'),
			symbolAt(18, 'A', 'dominant')
		]
	};
}

/** A piano piece that changes key, metre and clef; back to no signs at the end. */
export function journey(): Score {
	const written = score(
		'4/4',
		'Eb',
		`Bb4:h G5:h // Eb3:h Bb3:h | R // Eb3:w
		| C#5:h E5:h // C#4:h E4:h | C5:h E5:h // C4:w`,
		{ instrument: 'piano' }
	);
	return from(written, {
		1: { clefs: ['treble', 'treble'] },
		2: { key: { fifths: 4, mode: 'minor' }, metre: { beats: 2, unit: 2 } },
		3: { key: { fifths: 0, mode: 'major' }, clefs: ['treble', 'bass'] }
	});
}

/** The same score with what the notes of a bar, by its index, have besides: graces, rolls, techniques. */
function adorned(
	written: Score,
	index: number,
	adorn: (chord: Chord, event: number) => Chord
): Score {
	const bars = written.bars.map((bar, i): Bar => {
		if (i !== index) return bar;
		const voices = bar.voices.map((voice) => ({
			...voice,
			events: voice.events.map((event, e) => (event.kind === 'chord' ? adorn(event, e) : event))
		}));
		return { ...bar, voices };
	});
	return { ...written, bars };
}

/** A guitar piece with each technique, a slur over a bar line and from a tied note, a grace and a rolled chord. */
export function licks(): Score {
	const written = score(
		'4/4',
		'Am',
		`A4@1:5:q C5@1:8:q D5@2:15:q C5@2:13:q
		| E4@2:5:q G4@2:8:q A4@1:5:h~ | A4@1:5:q G4@1:3:q (A2@5:0 E3@4:2 A3@3:2):h`
	);
	const on = (chord: Chord, ...techniques: Technique[]): Chord => ({
		...chord,
		notes: chord.notes.map((note) => ({ ...note, techniques }))
	});
	const first = adorned(written, 0, (chord, event) => {
		if (event === 0) return on(chord, { kind: 'hammer-on' });
		if (event === 1) return on(chord, { kind: 'bend', semitones: 2, release: true });
		if (event === 2) return on(chord, { kind: 'pull-off' });
		return on(chord, { kind: 'slide' }, { kind: 'vibrato' });
	});
	const second = adorned(first, 1, (chord, event) =>
		event === 2 ? on(chord, { kind: 'slide' }) : chord
	);
	return adorned(second, 2, (chord, event) => {
		if (event === 0) return on(chord, { kind: 'slide' });
		if (event !== 1) return { ...chord, rolled: true };
		const [note] = chord.notes;
		const spelling = { ...note!.spelling, step: 'F' as const, alter: 1 as const };
		const grace = { ...note!, spelling, pitch: pitch(66), position: { string: 1, fret: 2 } };
		return { ...chord, grace: [grace] };
	});
}

/** A piano chord that is rolled, after three quick notes. */
export function flourish(): Score {
	const written = score('3/4', 'F', 'C5:q (F4 A4 C5 F5):h // (F3 C4):h.', { instrument: 'piano' });
	return adorned(written, 0, (chord, event) => {
		if (event !== 1) return chord;
		const run = (['C', 'D', 'E'] as const).map((step, i) => ({
			...chord.notes[0]!,
			spelling: { step, alter: 0 as const, octave: 5 },
			pitch: pitch(72 + 2 * i)
		}));
		return { ...chord, rolled: true, grace: run };
	});
}
