/**
 * The key of a piece: the pitch classes, weighted by how long they sound, are
 * compared with the profile of every major and minor key (D. Temperley, Music
 * and Probability, 2007: the Kostka–Payne profiles). Basses, the beginning and the end weigh more.
 */
import type { PlayedNote } from '#music/note.ts';
import type { Key } from '#music/settings.ts';

const MAJOR = [0.748, 0.06, 0.488, 0.082, 0.67, 0.46, 0.096, 0.715, 0.104, 0.366, 0.057, 0.4];
const MINOR = [0.712, 0.084, 0.474, 0.618, 0.049, 0.46, 0.105, 0.747, 0.404, 0.067, 0.133, 0.33];
/** Seconds after which a held note says no more about the key. */
const LONG = 1;
/** The tonic is likely under the last notes: what that adds to a correlation. */
const FINAL = 0.1;
/** The same for the first notes, which may be a pickup or the middle of a piece. */
const FIRST = 0.05;
/** Seconds in which notes begin or end the piece together. */
const TOGETHER = 0.15;

export function findKey(notes: readonly PlayedNote[]): Key {
	const weights = pitchClassWeights(notes);
	if (weights.every((weight) => weight === 0)) return { fifths: 0, mode: 'major' };
	const first = bassOf(notes.filter(({ start }) => start < notes[0]!.start + TOGETHER));
	const final = bassOf(notes.filter(({ start }) => start > notes.at(-1)!.start - TOGETHER));
	let best: { readonly key: Key; readonly score: number } = {
		key: { fifths: 0, mode: 'major' },
		score: -Infinity
	};
	for (let tonic = 0; tonic < 12; tonic++) {
		for (const mode of ['major', 'minor'] as const) {
			const profile = mode === 'major' ? MAJOR : MINOR;
			const score =
				correlation(weights, (pc) => profile[(pc - tonic + 12) % 12]!) +
				(first === tonic ? FIRST : 0) +
				(final === tonic ? FINAL : 0);
			if (score > best.score) best = { key: { fifths: signature(tonic, mode), mode }, score };
		}
	}
	return best.key;
}

/** Sharps or flats of the key on a tonic; of two enharmonic ones the simpler (G♭ and E♭ minor at six). */
function signature(tonic: number, mode: Key['mode']): number {
	const major = mode === 'major' ? tonic : (tonic + 3) % 12;
	const fifths = (major * 7) % 12;
	return fifths > 5 ? fifths - 12 : fifths;
}

function pitchClassWeights(notes: readonly PlayedNote[]): number[] {
	const weights = new Array<number>(12).fill(0);
	let bassUntil = -Infinity;
	let bass = 127;
	for (const note of notes) {
		const length = Math.min(Math.max(note.end - note.start, 0.05), LONG);
		if (note.start > bassUntil || note.pitch <= bass) {
			bass = note.pitch;
			bassUntil = note.start + length;
		}
		const weight = Math.sqrt(length) * (0.3 + note.level) * (note.pitch === bass ? 1.5 : 1);
		weights[note.pitch % 12]! += weight;
	}
	return weights;
}

/** Pitch class of the lowest note. */
const bassOf = (notes: readonly PlayedNote[]): number =>
	notes.reduce((lowest, { pitch }) => Math.min(lowest, pitch), 127) % 12;

function correlation(weights: readonly number[], profile: (pc: number) => number): number {
	const mean = weights.reduce((sum, x) => sum + x, 0) / 12;
	const usual = weights.reduce((sum, _, pc) => sum + profile(pc), 0) / 12;
	let dot = 0;
	let ww = 0;
	let pp = 0;
	weights.forEach((weight, pc) => {
		const w = weight - mean;
		const p = profile(pc) - usual;
		dot += w * p;
		ww += w * w;
		pp += p * p;
	});
	return ww === 0 ? 0 : dot / Math.sqrt(ww * pp);
}
