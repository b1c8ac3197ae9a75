/**
 * Names for pitches. Tones of the key keep their names; others take the name
 * nearest to the key on the line of fifths (D. Temperley, 2001), unless they
 * lead by a half step into a tone of the key, which then decides.
 */
import type { Spelling } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';

/** The line of fifths from F to B; C is 0. */
const LINE = ['F', 'C', 'G', 'D', 'A', 'E', 'B'] as const;
const SEMITONES: Record<Spelling['step'], number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/**
 * @param written pitch as it stands on the staff, transposition included
 * @param next the pitch that follows in the same voice, on the same staff, or null
 */
export function spell(written: number, key: Key, next: number | null): Spelling {
	const usual = onLine(written, key);
	const inKey = (place: number): boolean => place >= key.fifths - 1 && place <= key.fifths + 5;
	if (next === null || Math.abs(next - written) !== 1 || inKey(usual)) return named(written, usual);
	const target = onLine(next, key);
	if (!inKey(target)) return named(written, usual);
	// Up a diatonic half step is five fifths back, so the note before it stands five further on.
	const leading = next > written ? target + 5 : target - 5;
	return Math.abs(alterOf(leading)) <= 1 || Math.abs(alterOf(usual)) > 1
		? named(written, leading)
		: named(written, usual);
}

/** The pitch's place on the line of fifths, near the key: in minor with its raised sixth and seventh. */
function onLine(written: number, key: Key): number {
	const lowest = key.fifths - (key.mode === 'major' ? 4 : 3);
	const place = (written % 12) * 7;
	return lowest + ((((place - lowest) % 12) + 12) % 12);
}

const alterOf = (place: number): number => Math.floor((place + 1) / 7);

function named(written: number, place: number): Spelling {
	const step = LINE[(((place + 1) % 7) + 7) % 7]!;
	const alter = Math.min(2, Math.max(-2, alterOf(place))) as Spelling['alter'];
	return { step, alter, octave: (written - SEMITONES[step] - alter) / 12 - 1 };
}
