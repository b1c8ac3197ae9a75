/**
 * What else a heard note may be, from what the network said: another key that
 * began just then, a stroke within it that was passed over, one note with its
 * neighbour, or nothing. As likely as the classifier finds each.
 */
import { KEYS, LOWEST_KEY, type Activations } from '#models/activations.ts';
import { frameAt } from '#models/basic-pitch/frame-time.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import type { Reading } from '#music/readings.ts';
import type { Seconds } from '#music/time.ts';
import { asBytes, type ByteActivations } from './bytes.ts';
import { findCandidates, type Candidate } from './candidates.ts';
import { peak } from './evidence.ts';
import { judged } from './judged.ts';
import { onsetTime } from './timing.ts';

/** Frames within which another key may have been meant. */
const TOGETHER = 5;
/** Frames from a note's beginning or end within which it is not split. */
const EDGE = 6;
/** Two notes of one pitch that follow on within this may be one, seconds. */
const GAP = 0.1;
/** Intervals that are looked at even when the network says no onset there. */
const CONFUSED = [-24, -19, -12, -1, 1, 12, 19, 24];
/** Semitones from the note beyond which another key is no other reading of it, unless it is one of those. */
const FAR = 12;

/**
 * The readings of `notes[index]` other than as it stands, the likeliest first; at
 * least two for a note on the keyboard. Their shares sum to what is left of its confidence.
 */
export function readingsOf(
	activations: Activations,
	notes: readonly PlayedNote[],
	index: number
): readonly Reading[] {
	const note = notes[index];
	if (!note) return [];
	const bytes = asBytes(activations);
	const around = judgedAround(bytes, note);
	const left = 1 - (note.confidence ?? note.level);
	const found: Reading[] = [
		...pitches(bytes, around, notes, note),
		...splits(bytes, around, notes, note),
		...merges(notes, note, left),
		{ kind: 'remove', share: Math.max(0.02, left) }
	];
	const sum = found.reduce((total, { share }) => total + share, 0);
	return found
		.map((reading) => ({ ...reading, share: (left * reading.share) / sum }))
		.sort((a, b) => b.share - a.share);
}

interface Likely extends Candidate {
	readonly likely: number;
}

/** Candidates while the note sounds, and the keys it is confused with when it begins. */
function judgedAround(bytes: ByteActivations, note: PlayedNote): Likely[] {
	const start = frameAt(note.start);
	const end = frameAt(note.end);
	const key = note.pitch - LOWEST_KEY;
	const candidates = findCandidates(bytes).filter(
		({ frame }) => frame >= start - 80 && frame <= end + 80
	);
	for (const interval of CONFUSED) {
		const other = key + interval;
		const near = candidates.some(
			(at) => at.key === other && Math.abs(at.frame - start) <= TOGETHER
		);
		if (near || other < 0 || other >= KEYS || start >= bytes.frames) continue;
		const strength = peak(bytes.onset, bytes.frames, other, start - 3, start + 3);
		candidates.push({ key: other, frame: start, strength });
	}
	candidates.sort((a, b) => a.frame - b.frame || a.key - b.key);
	const { confidences } = judged(bytes, candidates);
	return candidates.map((candidate, i) => ({ ...candidate, likely: confidences[i]! }));
}

/** Keys that nobody holds as yet, and that may have been struck just then. */
function pitches(
	bytes: ByteActivations,
	around: readonly Likely[],
	notes: readonly PlayedNote[],
	note: PlayedNote
): Reading[] {
	const start = frameAt(note.start);
	const held = notes.filter((other) => other.start < note.end && note.start < other.end);
	const taken = new Set(held.map((other): number => other.pitch));
	const best = new Map<number, number>();
	for (const { key, frame, likely } of around) {
		const to = key + LOWEST_KEY;
		if (Math.abs(frame - start) > TOGETHER || taken.has(to)) continue;
		const interval = to - note.pitch;
		if (Math.abs(interval) > FAR && !CONFUSED.includes(interval)) continue;
		const sounds = peak(bytes.note, bytes.frames, key, start, start + 8);
		best.set(to, Math.max(best.get(to) ?? 0, 0.9 * likely + 0.1 * sounds));
	}
	return [...best].map(([to, share]) => ({ kind: 'pitch', pitch: pitch(to), share }));
}

/** The likeliest stroke of the same key that was passed over. */
function splits(
	bytes: ByteActivations,
	around: readonly Likely[],
	notes: readonly PlayedNote[],
	note: PlayedNote
): Reading[] {
	const inside = around.filter(
		({ key, frame }) =>
			key === note.pitch - LOWEST_KEY &&
			frame > frameAt(note.start) + EDGE &&
			frame < frameAt(note.end) - EDGE &&
			!notes.some((other) => other.pitch === note.pitch && frameAt(other.start) === frame)
	);
	const [best] = inside.sort((a, b) => b.likely - a.likely);
	if (!best) return [];
	const at: Seconds = onsetTime(bytes, best.key, best.frame);
	return [{ kind: 'split', at, share: best.likely }];
}

/** One with the note of its pitch that ends where it begins, or begins where it ends. */
function merges(notes: readonly PlayedNote[], note: PlayedNote, left: number): Reading[] {
	const twins = notes.filter((other) => other !== note && other.pitch === note.pitch);
	const before = twins.find(
		({ start, end }) => start < note.start && Math.abs(note.start - end) < GAP
	);
	const after = twins.find(({ start }) => start > note.start && Math.abs(start - note.end) < GAP);
	const readings: Reading[] = [];
	if (before) readings.push({ kind: 'merge', with: refTo(before), share: left });
	if (after) {
		readings.push({
			kind: 'merge',
			with: refTo(after),
			share: 1 - (after.confidence ?? after.level)
		});
	}
	return readings;
}

const refTo = ({ pitch: of, start }: PlayedNote): Pick<PlayedNote, 'pitch' | 'start'> => ({
	pitch: of,
	start
});
