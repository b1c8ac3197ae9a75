/**
 * An engine compiles what it has run a while. So that the first score a person waits for is not the
 * one that is written slowly, little made-up ones are written before it, as long as nobody asks.
 */
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';

/** Scores that are written: after these the loops are compiled. */
const ROUNDS = 16;
/** Onsets of each: so few that a wish which comes meanwhile hardly waits. */
const ONSETS = 32;
/** Of so many one is for the guitar, with its tab. */
const GUITAR = 3;

/**
 * @param write what is to be quick later; called with other notes each time
 * @param idle whether nobody has asked for a score yet
 */
export async function warmUp(
	write: (notes: readonly PlayedNote[], settings: WriteSettings) => unknown,
	idle: () => boolean
): Promise<void> {
	for (let round = 0; round < ROUNDS; round++) {
		// A task of its own for each, so that a wish can come between.
		await new Promise((resolve) => setTimeout(resolve));
		if (!idle()) return;
		const instrument = round % GUITAR === GUITAR - 1 ? 'guitar' : 'piano';
		write(studyOf(round), { ...DEFAULT_WRITING, instrument });
	}
}

/** A bass, a chord that changes with each bar, and a tune of uneven values over them. */
function studyOf(round: number): PlayedNote[] {
	const beat = 0.42 + 0.02 * round;
	const note = (at: number, length: number, key: number): PlayedNote => ({
		pitch: pitch(key),
		start: seconds(at * beat + 0.004 * Math.sin(7 * at + round)),
		end: seconds((at + length) * beat),
		level: 0.6,
		confidence: 0.8 + 0.15 * Math.sin(at)
	});
	return Array.from({ length: ONSETS }, (_, i) => {
		const at = i / 2 + (i % 5 === 3 ? 0.25 : 0);
		const root = 45 + [0, 5, 7, 3][(i >> 3) % 4]!;
		const tune = note(at, 0.45, root + 24 + [0, 3, 7, 5, 10][(i + round) % 5]!);
		const chord = [0, 12, 15].map((step) => note(at, 1.8, root + step));
		return i % 4 === 0 ? [...chord, tune] : [tune];
	})
		.flat()
		.sort(byStartAndPitch);
}
