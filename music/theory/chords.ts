/** The chords that symbols can name: their tones, how much of each is heard, and how common they are. */
import type { ChordQuality } from '#music/score/score.ts';

export interface ChordKind {
	readonly quality: ChordQuality;
	/** Semitones above the root, the root first. */
	readonly tones: readonly number[];
	/** Steps of the scale above the root, parallel to `tones`: they name a bass that is not the root. */
	readonly steps: readonly number[];
	/** Share of the sound that each tone has, parallel to `tones`. */
	readonly shares: readonly number[];
	/** Log of how common it is, against a major triad. */
	readonly common: number;
}

/** Of the sound of a beat, this much belongs to its chord. */
const CHORDAL = 0.88;

const kind = (
	quality: ChordQuality,
	tones: readonly number[],
	steps: readonly number[],
	common: number
): ChordKind => {
	// The root is doubled most; the tone that makes a four-note chord is heard least.
	const parts = tones.length === 2 ? [1.2, 1] : [1.3, 1, 1, 0.9];
	const sum = parts.slice(0, tones.length).reduce((total, part) => total + part, 0);
	const shares = tones.map((_, t) => (CHORDAL * parts[t]!) / sum);
	return { quality, tones, steps, shares, common };
};

export const CHORD_KINDS: readonly ChordKind[] = [
	kind('major', [0, 4, 7], [0, 2, 4], 0),
	kind('minor', [0, 3, 7], [0, 2, 4], -0.1),
	kind('diminished', [0, 3, 6], [0, 2, 4], -1.2),
	kind('augmented', [0, 4, 8], [0, 2, 4], -2),
	kind('suspended-second', [0, 2, 7], [0, 1, 4], -1.8),
	kind('suspended-fourth', [0, 5, 7], [0, 3, 4], -1.5),
	kind('power', [0, 7], [0, 4], -1),
	kind('major-sixth', [0, 4, 7, 9], [0, 2, 4, 5], -1.8),
	kind('minor-sixth', [0, 3, 7, 9], [0, 2, 4, 5], -2),
	kind('dominant', [0, 4, 7, 10], [0, 2, 4, 6], -0.5),
	kind('major-seventh', [0, 4, 7, 11], [0, 2, 4, 6], -1),
	kind('minor-seventh', [0, 3, 7, 10], [0, 2, 4, 6], -0.8),
	kind('half-diminished', [0, 3, 6, 10], [0, 2, 4, 6], -1.3),
	kind('diminished-seventh', [0, 3, 6, 9], [0, 2, 4, 6], -1.3)
];

/** What a tone outside the chord is worth: the rest of the sound, over all of them. */
export const STRANGE = (1 - CHORDAL) / 9;
