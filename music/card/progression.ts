/** The chords of a score, also of one whose page does not name them. */
import { chordText } from '#music/export/chord-text.ts';
import { soundingNotes } from '#music/export/sounding.ts';
import { barTicks } from '#music/rhythm/count.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { ChordSymbol, PitchName, Score } from '#music/score/score.ts';
import { symbolsOf } from '#music/score/symbols.ts';

/** Most characters of a progression. */
const LONGEST = 500;

/** In order, never two alike in a row; empty for a melody. */
export function harmonyOf(score: Score): readonly ChordSymbol[] {
	if (score.symbols.length > 0) return score.symbols;
	const spans = score.bars.map(({ start, length, metre, number }): BarSpan => {
		const offset = number === 0 ? Math.max(0, barTicks(metre) - length) : 0;
		return { start, length, offset, metre };
	});
	const notes = soundingNotes(score).filter(({ grace }) => !grace);
	return symbolsOf(
		notes.map(({ pitch, start, end, level, played }) => ({ pitch, start, end, level, played })),
		spans,
		score.bars.map(({ key }) => key)
	);
}

/** Each chord where it first comes, as `Am F C G`. */
export function progressionOf(symbols: readonly ChordSymbol[]): string {
	let text = '';
	for (const name of new Set(symbols.map(chordText))) {
		if (text.length + 1 + name.length > LONGEST) break;
		text += (text && ' ') + name;
	}
	return text;
}

const SEMITONES = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 } as const;

/** The pitch class of a name. */
export const pitchClassOf = ({ step, alter }: PitchName): number =>
	(SEMITONES[step] + alter + 12) % 12;
