/** Which way stems go where a voice has its staff to itself: away from the note farthest from the middle line. */
import type { Chord, Clef, Spelling } from '#music/score/score.ts';

export type Stem = 'up' | 'down';

const STEPS = 'CDEFGAB';
const line = ({ step, octave }: Pick<Spelling, 'step' | 'octave'>): number =>
	7 * octave + STEPS.indexOf(step);

const MIDDLE = {
	treble: line({ step: 'B', octave: 4 }),
	bass: line({ step: 'D', octave: 3 })
} as const;

/** One stem for all of `chords`, which share a beam (or for one chord). On a draw it goes down. */
export function stemOf(chords: readonly Chord[], clef: Clef): Stem {
	const heights = chords
		.flatMap(({ notes }) => notes)
		.map(({ spelling }) => line(spelling) - MIDDLE[clef]);
	return Math.max(...heights) + Math.min(...heights) < 0 ? 'up' : 'down';
}
