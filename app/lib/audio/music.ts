/**
 * What the player plays: a score's notes and beats laid on the recording's own
 * clock. The synth plays what is written, at the moments the beat map gives it,
 * so that a wrong bar line can be heard against the recording.
 */
import type { TapeSource } from '#app/audio/recording.ts';
import { byStartAndPitch, type PlayedNote } from '#music/note.ts';
import { secondsAt } from '#music/rhythm/clock.ts';
import { downbeatsOf } from '#music/rhythm/downbeats.ts';
import { swungTick } from '#music/rhythm/swing.ts';
import { GRACE } from '#music/score/grace.ts';
import type { Score } from '#music/score/score.ts';
import { seconds, type Seconds } from '#music/time.ts';

export interface PlayerNote {
	/** MIDI key. */
	readonly pitch: number;
	readonly start: Seconds;
	readonly end: Seconds;
	/** Loudness, 0–1. */
	readonly level: number;
}

export interface PlayerBeat {
	readonly time: Seconds;
	readonly downbeat: boolean;
}

/** Every time is a time in the recording. */
export interface PlayerMusic {
	/** Sorted by start. */
	readonly notes: readonly PlayerNote[];
	/** Strictly increasing in time. */
	readonly beats: readonly PlayerBeat[];
	/** The file as it came, or null when there is only the score. */
	readonly recording: TapeSource | null;
	/** Where playing ends. */
	readonly seconds: Seconds;
	/** General MIDI program, 0–127. */
	readonly program: number;
}

/** General MIDI: acoustic guitar (nylon), acoustic grand piano; a lone melody sounds best on the piano. */
const PROGRAMS = { guitar: 24, bass: 33, ukulele: 24, banjo: 105, piano: 0, melody: 0 } as const;

export interface Recorded {
	readonly sound: TapeSource | null;
	/** Length of the recording. */
	readonly seconds: number;
}

/** Lays a score on its recording's clock. Notes cut by ties sound as one. */
export function musicOf(
	score: Score,
	played: readonly PlayedNote[],
	recorded: Recorded
): PlayerMusic {
	const notes = writtenNotes(score, played);
	const lastEnd = notes.reduce((last, note) => Math.max(last, note.end), 0);
	return {
		notes,
		beats: beatsOf(score),
		recording: recorded.sound,
		seconds: seconds(Math.max(recorded.seconds, lastEnd)),
		program: PROGRAMS[score.instrument]
	};
}

function writtenNotes(score: Score, played: readonly PlayedNote[]): PlayerNote[] {
	const spans = new Map<string, { pitch: number; level: number; from: number; to: number }>();
	for (const bar of score.bars) {
		for (const voice of bar.voices) {
			for (const event of voice.events) {
				if (event.kind === 'rest') continue;
				for (const [i, note] of (event.grace ?? []).entries()) {
					const from = Math.max(0, event.start - GRACE * (event.grace!.length - i));
					const level = played[note.played]?.level ?? note.level;
					const key = `${event.id}/grace${i}`;
					spans.set(key, { pitch: note.pitch, level, from, to: from + GRACE });
				}
				for (const note of event.notes) {
					// Tied parts share the played note they came from; a stray tie without one stays alone.
					const key = note.played >= 0 ? `${note.played}` : `${event.id}/${note.pitch}`;
					const to = event.start + event.length;
					const span = spans.get(key);
					if (!span) {
						const level = played[note.played]?.level ?? note.level;
						spans.set(key, { pitch: note.pitch, level, from: event.start, to });
					} else {
						span.from = Math.min(span.from, event.start);
						span.to = Math.max(span.to, to);
					}
				}
			}
		}
	}
	return [...spans.values()]
		.map(({ pitch, level, from, to }) => ({
			pitch,
			level,
			start: secondsAt(score.beatMap, swungTick(from, score.swing)),
			end: secondsAt(score.beatMap, swungTick(to, score.swing))
		}))
		.sort(byStartAndPitch);
}

/** One click for every beat of the score, to the end of its last bar. */
function beatsOf(score: Score): PlayerBeat[] {
	const { beatMap: map, bars } = score;
	const last = bars.at(-1);
	const end = last ? last.start + last.length : 0;
	const count = Math.max(map.beats.length, Math.floor(end / map.beatTicks));
	const downbeats = new Set(downbeatsOf(map, count));
	return Array.from({ length: count }, (_, i) => ({
		time: secondsAt(map, i * map.beatTicks),
		downbeat: downbeats.has(i)
	}));
}
