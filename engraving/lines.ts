/**
 * Where a written note stands on a staff. A line number counts as VexFlow does:
 * the bottom line is 1, the top line is 5, the spaces are the halves between.
 */
import { SPACE } from '#engraving/measures.ts';
import type { Clef, Spelling } from '#music/score/score.ts';

const STEPS = 'CDEFGAB';

/** Diatonic steps above C0. */
const height = (spelling: Spelling): number => spelling.octave * 7 + STEPS.indexOf(spelling.step);

/** Height of the bottom line: E4 in the treble, G2 in the bass. */
const BOTTOM: Record<Clef, number> = { treble: 4 * 7 + 2, bass: 2 * 7 + 4 };

export const MIDDLE_LINE = 3;

export const lineOf = (spelling: Spelling, clef: Clef): number =>
	(height(spelling) - BOTTOM[clef]) / 2 + 1;

/** Units below the top line of the staff. */
export const depthOf = (line: number): number => (5 - line) * SPACE;

/** The name VexFlow gives to a line of the treble clef, which every staff here is told it has. */
export function keyAt(line: number): string {
	const steps = Math.round((line - 1) * 2) + BOTTOM.treble;
	return `${STEPS[((steps % 7) + 7) % 7]!.toLowerCase()}/${Math.floor(steps / 7)}`;
}
