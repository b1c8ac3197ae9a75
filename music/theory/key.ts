/**
 * The key in which a piece begins, which is the one it is said to be in: keys
 * are followed through stretches of a few seconds, and each change has its
 * price. Where the piece begins and ends, the bass is probably the tonic.
 */
import type { PlayedNote } from '#music/note.ts';
import type { Key } from '#music/settings.ts';
import { worthFrom } from '#music/theory/path.ts';
import { bassShares, KEYS, keyEvidence } from '#music/theory/profiles.ts';

/**
 * Seconds: enough for a chord or two. By the clock, so that no mistake of the beats moves the key;
 * in several lengths, so that it does not hang on where one of them is cut.
 */
const STRETCHES = [2, 3, 4];
/** As log-likelihoods: a bass that begins the piece, which may be in the middle of it, and one that ends it. */
const FIRST = 3;
const FINAL = 6;
/** The same for the tonic in the bass all through a stretch: of two keys with the same tones it is the one. */
const BASS = 0.5;
/** The price of a change, and of each sharp or flat that it adds or takes. */
const CHANGE = 6;
const STEP = 2;
/** Seconds in which notes begin or end the piece together. */
const TOGETHER = 0.15;

/** `notes` in order of start. */
export function findKey(notes: readonly PlayedNote[]): Key {
	const [first, last] = [notes[0], notes.at(-1)];
	if (first === undefined || last === undefined) return { fifths: 0, mode: 'major' };
	const opening = bassOf(notes.filter(({ start }) => start < first.start + TOGETHER));
	const close = bassOf(notes.filter(({ start }) => start > last.start - TOGETHER));
	const sums = KEYS.map(() => 0);
	for (const seconds of STRETCHES) {
		const worth = stretchesOf(notes, seconds).map((own, s, { length }) => {
			const bass = bassShares(own);
			return keyEvidence(own).map((likelihood, k) => {
				const tonic = k % 12;
				const begins = s === 0 && tonic === opening ? FIRST : 0;
				const ends = s === length - 1 && tonic === close ? FINAL : 0;
				return likelihood + BASS * bass[tonic]! + begins + ends;
			});
		});
		worthFrom(worth, price).forEach((sum, k) => (sums[k]! += sum));
	}
	return KEYS[sums.indexOf(Math.max(...sums))]!;
}

const price = (from: number, to: number): number =>
	from === to ? 0 : CHANGE + STEP * Math.abs(stepsBetween(KEYS[from]!, KEYS[to]!));

function stretchesOf(notes: readonly PlayedNote[], seconds: number): PlayedNote[][] {
	const from = notes[0]!.start;
	const count = Math.floor((notes.at(-1)!.start - from) / seconds) + 1;
	const stretches = Array.from({ length: count }, (): PlayedNote[] => []);
	for (const note of notes) stretches[Math.floor((note.start - from) / seconds)]!.push(note);
	return stretches;
}

/** Sharps that the second key has more than the first, the short way round: −6…5. */
export const stepsBetween = (one: Key, other: Key): number =>
	((((other.fifths - one.fifths + 6) % 12) + 12) % 12) - 6;

/** Pitch class of the lowest note. */
const bassOf = (notes: readonly PlayedNote[]): number =>
	notes.reduce((lowest, { pitch }) => Math.min(lowest, pitch), 127) % 12;
