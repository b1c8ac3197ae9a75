/**
 * The signs before the first note of a system: clef, key signature and, on the
 * first system, time signature. Their widths are written down rather than
 * measured, so that the plan and the drawing agree without a canvas.
 */
import type { Score } from '#music/score/score.ts';

/** Bravura's glyphs by their SMuFL code points. */
export const GLYPHS = {
	trebleClef: '\uE050',
	bassClef: '\uE062',
	tabClef: '\uE06D',
	sharp: '\uE262',
	flat: '\uE260',
	brace: '\uE000',
	wholeRest: '\uE4E3',
	timeDigit: (digit: number): string => String.fromCharCode(0xe080 + digit),
	tupletDigit: (digit: number): string => String.fromCharCode(0xe880 + digit)
} as const;

export const CLEF_X = 6;
const CLEF_WIDTH = 27;
const AFTER_CLEF = 7;
const SHARP_PITCH = 10;
const FLAT_PITCH = 9.2;
const DIGIT_WIDTH = 17;
const AFTER_KEY = 9;

/** Offsets from the left end of the staff lines, units. */
interface Lead {
	readonly key: number;
	/** The middle of the time signature; null where there is none. */
	readonly time: number | null;
	readonly width: number;
}

export function leadOf(score: Score, first: boolean): Lead {
	const count = Math.abs(score.key.fifths);
	const key = CLEF_X + CLEF_WIDTH + AFTER_CLEF;
	const keyEnd = count > 0 ? key + count * keyPitch(score) : key - AFTER_CLEF;
	if (!first) return { key, time: null, width: keyEnd + (count > 0 ? 2 : 0) };
	const digits = Math.max(`${score.metre.beats}`.length, `${score.metre.unit}`.length);
	const time = keyEnd + AFTER_KEY + (digits * DIGIT_WIDTH) / 2;
	return { key, time, width: time + (digits * DIGIT_WIDTH) / 2 + 3 };
}

export const leadWidth = (score: Score, first: boolean): number => leadOf(score, first).width;

/** Distance between the signs of the signature. */
export const keyPitch = (score: Score): number => (score.key.fifths > 0 ? SHARP_PITCH : FLAT_PITCH);

/** Treble lines of the signs in the order they are written; in the bass they stand a line lower. */
const SHARP_LINES = [5, 3.5, 5.5, 4, 2.5, 4.5, 3];
const FLAT_LINES = [3, 4.5, 2.5, 4, 2, 3.5, 1.5];

export function signatureLines(fifths: number, clef: 'treble' | 'bass'): readonly number[] {
	const lines = fifths > 0 ? SHARP_LINES : FLAT_LINES;
	return lines.slice(0, Math.abs(fifths)).map((line) => (clef === 'bass' ? line - 1 : line));
}
