/**
 * The chords of a piece, beat by beat: a hidden Markov model whose states are
 * chords. A beat's sound is drawn from its chord, mostly; harmony rather stays than
 * changes, and rather changes on a strong beat than between. The bass is probably the root.
 */
import type { LineNote } from '#music/score/line.ts';
import type { Key } from '#music/settings.ts';
import { CHORD_KINDS, STRANGE, type ChordKind } from '#music/theory/chords.ts';
import { soundsOf, type Sound } from '#music/theory/beat-sounds.ts';
import { steadyPath } from '#music/theory/path.ts';

/** A stretch of ticks and what begins with it. */
export interface HarmonyBeat {
	readonly start: number;
	readonly length: number;
	/** 2 at a bar line, 1 in the middle of the bar, else 0. */
	readonly strength: 0 | 1 | 2;
	readonly key: Key;
}

/** One harmony, from a beat on, for as many beats as it lasts. */
export interface Harmony {
	readonly from: number;
	readonly to: number;
	/** Pitch class. */
	readonly root: number;
	readonly kind: ChordKind;
	/** Pitch class that lies under it for most of its time. */
	readonly bass: number;
}

/** The price of a change by the strength of its beat, as a log-likelihood. */
const CHANGE = [5, 3.2, 1.8] as const;
/** As much evidence as this (beats of sound, three voices) and no more is taken from one beat. */
const MOST = 3;
/** As log-likelihoods: the root in the bass, another tone of the chord, a strange one. */
const ROOT_BASS = 1.4;
const TONE_BASS = 0.2;
const STRANGE_BASS = -0.8;
/** A chord tone outside the key. */
const FOREIGN = -0.45;
/** Share of its sound that a harmony explains when it is clear; less is asked over a root in the bass. */
const CLEAR = 0.72;
const CLEAR_OVER_ROOT = 0.6;
/** Share of its time in which a piece has notes that sound together; below, it is a melody. */
const TOGETHER = 0.3;
/** Share of its sounding beats that lie under clear harmonies; with fewer, none is worth reading. */
const COVERED = 0.5;

/** Every state: roots within kinds. */
const stateOf = (state: number): { readonly root: number; readonly kind: ChordKind } => ({
	root: state % 12,
	kind: CHORD_KINDS[Math.floor(state / 12)]!
});

/** The harmonies that are clear, in order; `notes` in any order. */
export function findHarmony(notes: readonly LineNote[], beats: readonly HarmonyBeat[]): Harmony[] {
	const sounds = soundsOf(notes, beats);
	if (!isHarmonic(sounds)) return [];
	const worth = sounds.map((sound, b) => worthOf(sound, beats[b]!.key));
	const path = steadyPath(worth, (step) => CHANGE[beats[step]!.strength]);
	const found: Harmony[] = [];
	for (let from = 0; from < path.length;) {
		let to = from + 1;
		while (to < path.length && path[to] === path[from]) to++;
		const { root, kind } = stateOf(path[from]!);
		const own = sounds.slice(from, to);
		const harmony = { from, to, root, kind, bass: bassOf(own, root) };
		if (isClear(own, harmony)) found.push(...byBass(harmony, sounds, beats));
		from = to;
	}
	const heard = sounds.filter(({ sum }) => sum > 0).length;
	const covered = found.reduce((sum, { from, to }) => sum + to - from, 0);
	return covered >= COVERED * heard ? found : [];
}

/** How well each state explains a beat. */
function worthOf({ chroma, sum, bass }: Sound, key: Key): Float64Array {
	const worth = new Float64Array(12 * CHORD_KINDS.length);
	if (sum === 0) return worth;
	const scale = Math.min(sum, MOST) / sum;
	const strange = Math.log(STRANGE);
	CHORD_KINDS.forEach(({ tones, shares, common }, k) => {
		const gains = shares.map((share) => Math.log(share) - strange);
		for (let root = 0; root < 12; root++) {
			let total = common + scale * sum * strange + (bass === root ? ROOT_BASS : STRANGE_BASS);
			tones.forEach((tone, t) => {
				const pc = (root + tone) % 12;
				total += scale * chroma[pc]! * gains[t]!;
				if (!inKey(pc, key)) total += FOREIGN;
				if (t > 0 && pc === bass) total += TONE_BASS - STRANGE_BASS;
			});
			worth[k * 12 + root] = total;
		}
	});
	return worth;
}

/** The seven tones of the signature, and in minor the raised seventh. */
function inKey(pc: number, { fifths, mode }: Key): boolean {
	const place = (((pc * 7 - fifths + 1) % 12) + 12) % 12;
	return place < 7 || (mode === 'minor' && place === 9);
}

/** A melody, even one that dwells on chords, is not a row of harmonies. */
function isHarmonic(sounds: readonly Sound[]): boolean {
	const heard = sounds.filter(({ sum }) => sum > 0);
	return heard.reduce((total, { together }) => total + together, 0) >= TOGETHER * heard.length;
}

/** Whether the tones of the chord are there, and little else. */
function isClear(sounds: readonly Sound[], { root, kind: { tones }, bass }: Harmony): boolean {
	const sum = sounds.reduce((total, sound) => total + sound.sum, 0);
	if (sum === 0) return false;
	const heard = tones.map((tone) =>
		sounds.reduce((total, { chroma }) => total + chroma[(root + tone) % 12]!, 0)
	);
	const enough = heard.filter((weight) => weight > 0.06 * sum).length >= Math.min(3, tones.length);
	const explained = heard.reduce((total, weight) => total + weight, 0) / sum;
	return enough && explained >= (bass === root ? CLEAR_OVER_ROOT : CLEAR);
}

/** A harmony that turns over for a whole bar, as C to C/E, is two; a bass that goes to the fifth and back is not. */
function byBass(
	harmony: Harmony,
	sounds: readonly Sound[],
	beats: readonly HarmonyBeat[]
): Harmony[] {
	const parts = [harmony];
	const fifth = (harmony.root + 7) % 12;
	for (let from = harmony.from + 1; from < harmony.to; from++) {
		if (beats[from]!.strength < 2) continue;
		let to = from + 1;
		while (to < harmony.to && beats[to]!.strength < 2) to++;
		const { bass } = sounds[from]!;
		const steady = sounds.slice(from, to).every((sound) => sound.bass === bass);
		const last = parts.at(-1)!;
		if (!steady || bass < 0 || bass === fifth || bass === last.bass) continue;
		parts[parts.length - 1] = { ...last, to: from };
		parts.push({ ...harmony, from, bass });
	}
	return parts;
}

/** The bass that the harmony begins on, when it stays for most of the time: else the root. */
function bassOf(sounds: readonly Sound[], root: number): number {
	const first = sounds[0]!.bass;
	const there = sounds.filter(({ bass }) => bass === first).length;
	return first >= 0 && there * 3 >= sounds.length * 2 ? first : root;
}
