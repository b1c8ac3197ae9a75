/**
 * Clefs and signatures: those before the first note of a system, those in the
 * middle of it where key or metre change, and those that warn at its end. Their
 * widths are written down rather than measured, so that the plan and the drawing
 * agree without a canvas.
 */
import { changeAt } from '#engraving/changes.ts';
import type { Clef, Score } from '#music/score/score.ts';
import type { Metre } from '#music/settings.ts';

/** Bravura's glyphs by their SMuFL code points. */
export const GLYPHS = {
	clef: { treble: '\uE050', bass: '\uE062' },
	/** Two thirds as large, for a change within the line. */
	smallClef: { treble: '\uE07A', bass: '\uE07C' },
	tabClef: '\uE06D',
	sharp: '\uE262',
	natural: '\uE261',
	flat: '\uE260',
	brace: '\uE000',
	wholeRest: '\uE4E3',
	timeDigit: (digit: number): string => String.fromCharCode(0xe080 + digit),
	tupletDigit: (digit: number): string => String.fromCharCode(0xe880 + digit)
} as const;

export const CLEF_X = 6;
const CLEF_WIDTH = 27;
const AFTER_CLEF = 7;
const DIGIT_WIDTH = 17;
const AFTER_KEY = 9;

/** A small clef before a bar line, with the space around it. */
export const SMALL_CLEF = 18.5;
export const AROUND_SMALL_CLEF = 5;

/** From a bar line to the signature after it. */
const AFTER_BAR_LINE = 9;

/** The signs of a key signature, left to right. */
interface Signature {
	readonly sign: string;
	/** How many, and which lines they take: sharps when positive, flats when negative. */
	readonly fifths: number;
	/** From one to the next. */
	readonly pitch: number;
}

const SHARP_PITCH = 10;
const FLAT_PITCH = 9.2;
const NATURAL_PITCH = 8.4;

/** Naturals stand only where a key of no signs follows one that had some: else the new signs say it all. */
function signatureOf(fifths: number, cancelled: number): Signature {
	if (fifths > 0) return { sign: GLYPHS.sharp, fifths, pitch: SHARP_PITCH };
	if (fifths < 0) return { sign: GLYPHS.flat, fifths, pitch: FLAT_PITCH };
	return { sign: GLYPHS.natural, fifths: cancelled, pitch: NATURAL_PITCH };
}

/** Where signs stand, units from where their row begins. */
export interface Signs {
	readonly signature: Signature | null;
	readonly key: number;
	readonly metre: Metre | null;
	/** The middle of the time signature. */
	readonly time: number;
	readonly width: number;
}

const NO_SIGNS: Signs = { signature: null, key: 0, metre: null, time: 0, width: 0 };

function layOut(
	from: number,
	signature: Signature | null,
	metre: Metre | null,
	beforeTime: number
): Signs {
	const count = Math.abs(signature?.fifths ?? 0);
	const keyEnd = count > 0 ? from + count * signature!.pitch : from - beforeTime;
	const shared = { signature, key: from, metre };
	if (metre === null) return { ...shared, time: 0, width: keyEnd + (count > 0 ? 2 : 0) };
	const half = (Math.max(`${metre.beats}`.length, `${metre.unit}`.length) * DIGIT_WIDTH) / 2;
	const time = keyEnd + AFTER_KEY + half;
	return { ...shared, time, width: time + half + 3 };
}

/** At the left end of the system that begins with this bar: after the clef, from the end of the lines. */
export function leadOf(score: Score, index: number): Signs {
	const { key, metre } = score.bars[index]!;
	const from = CLEF_X + CLEF_WIDTH + AFTER_CLEF;
	const signature = key.fifths === 0 ? null : signatureOf(key.fifths, 0);
	return layOut(from, signature, index === 0 ? metre : changeAt(score, index).metre, AFTER_CLEF);
}

/** After a bar line within a system, or after its last one, as a warning of what the next begins with. */
export function signsAt(score: Score, index: number): Signs {
	const { key, cancelled, metre } = changeAt(score, index);
	if (key === null && metre === null) return NO_SIGNS;
	const signature = key === null ? null : signatureOf(key.fifths, cancelled);
	return layOut(AFTER_BAR_LINE, signature, metre, AFTER_KEY);
}

/** Treble lines of the signs in the order they are written; in the bass they stand a line lower. */
const SHARP_LINES = [5, 3.5, 5.5, 4, 2.5, 4.5, 3];
const FLAT_LINES = [3, 4.5, 2.5, 4, 2, 3.5, 1.5];

export function signatureLines(fifths: number, clef: Clef): readonly number[] {
	const lines = fifths > 0 ? SHARP_LINES : FLAT_LINES;
	return lines.slice(0, Math.abs(fifths)).map((line) => (clef === 'bass' ? line - 1 : line));
}
