/** Chord symbols as they are typed: `F#m7b5/C#`. */
import type { ChordQuality, ChordSymbol, PitchName } from '#music/score/score.ts';

/** After the root, as players and readers of MusicXML know it. */
export const CHORD_SUFFIXES: Readonly<Record<ChordQuality, string>> = {
	major: '',
	minor: 'm',
	diminished: 'dim',
	augmented: 'aug',
	'suspended-second': 'sus2',
	'suspended-fourth': 'sus4',
	power: '5',
	'major-sixth': '6',
	'minor-sixth': 'm6',
	dominant: '7',
	'major-seventh': 'maj7',
	'minor-seventh': 'm7',
	'half-diminished': 'm7b5',
	'diminished-seventh': 'dim7'
};

/** The whole symbol in plain letters. */
export const chordText = ({ root, quality, bass }: ChordSymbol): string =>
	nameText(root) + CHORD_SUFFIXES[quality] + (bass === null ? '' : `/${nameText(bass)}`);

const nameText = ({ step, alter }: PitchName): string => step + ['b', '', '#'][alter + 1]!;
