/**
 * The key signature of every bar. A piece keeps the key it begins in; another is
 * written only where the music lives in it for long and reads the easier for
 * it. A passage in the dominant is the rule within a key and has to last longer.
 */
import type { PlayedNote } from '#music/note.ts';
import type { Key } from '#music/settings.ts';
import { stepsBetween } from '#music/theory/key.ts';
import { bestPath } from '#music/theory/path.ts';
import { KEYS, keyEvidence } from '#music/theory/profiles.ts';

/** As log-likelihoods: the price of another signature, of each sharp or flat, and of the dominant. */
const CHANGE = 30;
const STEP = 2;
const DOMINANT = 10;
/** Between keys with the same signature: nothing is printed, only names change. */
const RELATIVE = 6;
/** Bars for which another signature is worth printing. */
const LEAST = 8;

/**
 * @param bars the notes of each bar
 * @param home the key of the beginning
 */
export function keysOfBars(bars: readonly (readonly PlayedNote[])[], home: Key): Key[] {
	if (bars.length < 2 * LEAST) return bars.map(() => home);
	const worth = bars.map((notes, b) =>
		keyEvidence(notes).map((likelihood, k) =>
			b > 0 || stepsBetween(KEYS[k]!, home) === 0 ? likelihood : -1e9
		)
	);
	const path = bestPath(worth, (from, to) => {
		if (from === to) return 0;
		const steps = Math.abs(stepsBetween(KEYS[from]!, KEYS[to]!));
		if (steps === 0) return RELATIVE;
		return CHANGE + STEP * steps + (stepsBetween(home, KEYS[to]!) === 1 ? DOMINANT : 0);
	});
	return worthwhile(path, bars, home);
}

/** Signatures that last, and that spare accidentals; the others are the one before. */
function worthwhile(
	path: readonly number[],
	bars: readonly (readonly PlayedNote[])[],
	home: Key
): Key[] {
	const keys: Key[] = [];
	let now = home;
	for (let from = 0; from < path.length;) {
		const next = KEYS[path[from]!]!;
		let to = from + 1;
		while (to < path.length && stepsBetween(KEYS[path[to]!]!, next) === 0) to++;
		const own = bars.slice(from, to);
		const printed = stepsBetween(now, next) !== 0;
		const better = to - from >= LEAST && accidentals(own, next) < accidentals(own, now);
		if (printed && better) now = spelledNear(next, home);
		for (; from < to; from++) keys.push(now);
	}
	return keys;
}

/** F♯ or G♭: whichever has the home key's kind of sign. */
function spelledNear(key: Key, home: Key): Key {
	return key.fifths === -6 && home.fifths > 0 ? { ...key, fifths: 6 } : key;
}

/** Pitches outside the signature, each once a bar. */
const accidentals = (bars: readonly (readonly PlayedNote[])[], { fifths }: Key): number =>
	bars.reduce((sum, notes) => {
		const pitches = new Set(notes.map(({ pitch }) => pitch));
		return sum + [...pitches].filter((pitch) => !inSignature(pitch, fifths)).length;
	}, 0);

/** On the line of fifths the seven tones of a signature stand side by side. */
const inSignature = (pitch: number, fifths: number): boolean =>
	(((pitch * 7 - fifths + 1) % 12) + 12) % 12 < 7;
