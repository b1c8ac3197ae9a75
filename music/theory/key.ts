/**
 * The key in which a piece begins, which is the one it is said to be in: keys
 * are followed through stretches of a few seconds, and each change has its
 * price. Where the piece begins and ends, the bass is probably the tonic.
 */
import type { PlayedNote } from '#music/note.ts';
import type { Key } from '#music/settings.ts';
import { bestPath } from '#music/theory/path.ts';
import { KEYS, keyEvidence } from '#music/theory/profiles.ts';

/** Seconds: enough for a chord or two. By the clock, so that no mistake of the beats moves the key. */
const STRETCH = 3;
/** As log-likelihoods: a bass that begins the piece, which may be in the middle of it, and one that ends it. */
const FIRST = 3;
const FINAL = 6;
/** The price of a change, and of each sharp or flat that it adds or takes. */
const CHANGE = 8;
const STEP = 2;
/** Seconds in which notes begin or end the piece together. */
const TOGETHER = 0.15;

/** `notes` in order of start. */
export function findKey(notes: readonly PlayedNote[]): Key {
	const [first, last] = [notes[0], notes.at(-1)];
	if (first === undefined || last === undefined) return { fifths: 0, mode: 'major' };
	const stretches = Array.from(
		{ length: Math.floor((last.start - first.start) / STRETCH) + 1 },
		(): PlayedNote[] => []
	);
	for (const note of notes) {
		stretches[Math.floor((note.start - first.start) / STRETCH)]!.push(note);
	}
	const opening = bassOf(notes.filter(({ start }) => start < first.start + TOGETHER));
	const close = bassOf(notes.filter(({ start }) => start > last.start - TOGETHER));
	const worth = stretches.map((own, s) =>
		keyEvidence(own).map(
			(likelihood, k) =>
				likelihood +
				(s === 0 && k % 12 === opening ? FIRST : 0) +
				(s === stretches.length - 1 && k % 12 === close ? FINAL : 0)
		)
	);
	const [state] = bestPath(worth, (from, to) =>
		from === to ? 0 : CHANGE + STEP * Math.abs(stepsBetween(KEYS[from]!, KEYS[to]!))
	);
	return KEYS[state!]!;
}

/** Sharps that the second key has more than the first, the short way round: −6…5. */
export const stepsBetween = (one: Key, other: Key): number =>
	((((other.fifths - one.fifths + 6) % 12) + 12) % 12) - 6;

/** Pitch class of the lowest note. */
const bassOf = (notes: readonly PlayedNote[]): number =>
	notes.reduce((lowest, { pitch }) => Math.min(lowest, pitch), 127) % 12;
