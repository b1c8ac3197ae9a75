/**
 * The fitted decoder: every peak of the onsets is judged by a small classifier,
 * and what is kept is followed to its end by another. A note's confidence is the
 * first one's probability, calibrated on sounds that it had not heard.
 */
import { LOWEST_KEY, type Activations } from '#models/activations.ts';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import { bendsOf } from '#models/bends.ts';
import type { KeyRange } from '#models/onsets.ts';
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import type { HearSettings } from '#music/settings.ts';
import { seconds, type Seconds } from '#music/time.ts';
import { asBytes } from './bytes.ts';
import { endOf, surroundings } from './ends.ts';
import { ONSET_FEATURES } from './evidence.ts';
import { judgeEnd, judgeLevel } from './judges.ts';
import { judged } from './judged.ts';
import { probability } from './network.ts';
import { PROFILES, profileOf } from './profile.ts';
import { onsetTime } from './timing.ts';
import { voicesLeft } from './voices.ts';

/** A note is at least as long as a frame, seconds. */
const SHORTEST = 0.012;

/** The notes, sorted by start, then pitch. */
export function hearFitted(
	activations: Activations,
	settings: HearSettings,
	{ low, high }: KeyRange
): PlayedNote[] {
	const bytes = asBytes(activations);
	const heard = judged(bytes);
	const { lowest, highest, voices } = PROFILES[settings.profile ?? profileOf(heard)];
	const begun = heard.candidates
		.map(({ key, frame }, i) => ({ key, frame, i, confidence: heard.confidences[i]! }))
		.filter(
			({ key, confidence }) =>
				confidence >= settings.least &&
				key >= Math.max(low, lowest - LOWEST_KEY) &&
				key < Math.min(high, highest - LOWEST_KEY + 1)
		);
	const around = surroundings(bytes, begun);
	const spans = begun.map((note) => ({
		...note,
		start: note.frame,
		end: endOf(bytes, around, note, judgeEnd)
	}));

	const notes = voicesLeft(spans, voices).map((span) => ({
		pitch: pitch(LOWEST_KEY + span.key),
		start: onsetTime(bytes, span.key, span.frame),
		end: frameTime(span.end),
		level: probability(judgeLevel(heard.rows, span.i * ONSET_FEATURES)),
		confidence: span.confidence,
		...(settings.bends && { bends: bendsOf(bytes.contour, span) })
	}));
	return apart(notes.sort(byStartAndPitch));
}

/** Onsets are finer than frames, so a note may have to end a little earlier for the next of its key. */
function apart(notes: readonly PlayedNote[]): PlayedNote[] {
	const next = new Map<number, Seconds>();
	return notes
		.toReversed()
		.map((note) => {
			const limit = next.get(note.pitch) ?? Infinity;
			next.set(note.pitch, note.start);
			const end = seconds(Math.min(limit, Math.max(note.end, note.start + SHORTEST)));
			return end === note.end ? note : { ...note, end };
		})
		.reverse();
}
