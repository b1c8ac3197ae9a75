/**
 * How well a stretch of music lies in each key: which pitch classes sound in it,
 * against how often they do in a stretch of music in that key (D. Temperley,
 * Music and Probability, 2007: the Kostka–Payne profiles).
 */
import type { PlayedNote } from '#music/note.ts';
import type { Key } from '#music/settings.ts';

/** Share of stretches in the key in which each degree sounds, from the tonic up. */
const MAJOR = [0.748, 0.06, 0.488, 0.082, 0.67, 0.46, 0.096, 0.715, 0.104, 0.366, 0.057, 0.4];
const MINOR = [0.712, 0.084, 0.474, 0.618, 0.049, 0.46, 0.105, 0.747, 0.404, 0.067, 0.133, 0.33];
/** Seconds after which a held note says no more. */
const LONG = 1;
/** The lowest note of a stretch says more of its key. */
const BASS = 1.5;
/** Semitones above it in which the bass moves. */
const BASS_RANGE = 7;
/** A pitch class of this weight is surely there: about a loud second; a mishearing is short or soft. */
const SURE = 1.2;

/** Every key: the major ones by pitch class of the tonic, then the minor ones. */
export const KEYS: readonly Key[] = (['major', 'minor'] as const).flatMap((mode) =>
	Array.from({ length: 12 }, (_, tonic) => ({ fifths: signatureOf(tonic, mode), mode }))
);

/** Sharps or flats of the key on a tonic; of two enharmonic ones the simpler (G♭ and E♭ minor at six). */
function signatureOf(tonic: number, mode: Key['mode']): number {
	const major = mode === 'major' ? tonic : (tonic + 3) % 12;
	const fifths = (major * 7) % 12;
	return fifths > 5 ? fifths - 12 : fifths;
}

/** Log-likelihood of the notes of one stretch for each of `KEYS`; all 0 where nothing sounds. */
export function keyEvidence(notes: readonly PlayedNote[]): number[] {
	if (notes.length === 0) return KEYS.map(() => 0);
	const bass = notes.reduce((lowest, { pitch }) => Math.min(lowest, pitch), 127);
	const weights = new Array<number>(12).fill(0);
	for (const { pitch, start, end, level } of notes) {
		const length = Math.min(Math.max(end - start, 0.05), LONG);
		weights[pitch % 12]! += Math.sqrt(length) * (0.3 + level) * (pitch === bass ? BASS : 1);
	}
	return KEYS.map(({ mode }, k) => {
		const profile = mode === 'major' ? MAJOR : MINOR;
		return weights.reduce((sum, weight, pc) => {
			const usual = profile[(pc - k + 24) % 12]!;
			const there = Math.min(1, weight / SURE);
			return sum + there * Math.log(usual) + (1 - there) * Math.log(1 - usual);
		}, 0);
	});
}

/** What share of the time of the bass each pitch class has; all 0 where nothing sounds. */
export function bassShares(notes: readonly PlayedNote[]): number[] {
	const shares = new Array<number>(12).fill(0);
	const lowest = notes.reduce((low, { pitch }) => Math.min(low, pitch), 127);
	const bass = notes.filter(({ pitch }) => pitch <= lowest + BASS_RANGE);
	const sum = bass.reduce((total, { start, end }) => total + Math.min(end - start, LONG), 0);
	for (const { pitch, start, end } of bass) {
		shares[pitch % 12]! += sum > 0 ? Math.min(end - start, LONG) / sum : 0;
	}
	return shares;
}
