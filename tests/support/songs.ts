/** Scores with everything that may stand over, before and on the notes, for the tests of whoever draws or writes them. */
import type { Bar, ChordQuality, ChordSymbol, PitchName, Score } from '#music/score/score.ts';
import { PPQ, ticks } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';

/** A name with its sign: `F#`, `Bb`. */
const named = (name: string): PitchName => ({
	step: name[0] as PitchName['step'],
	alter: name[1] === '#' ? 1 : name[1] === 'b' ? -1 : 0
});

/** A chord symbol `beats` quarters from the start. */
export const symbolAt = (
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
export function from(
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
