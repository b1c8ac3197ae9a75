/**
 * The transcript: what was heard and found, in seconds, as plain JSON. It is
 * what the command line writes and what the evaluation reads.
 */
import { keyName } from '#music/export/key-name.ts';
import { soundingNotes } from '#music/export/sounding.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import type { Position } from '#music/tab/position.ts';
import { PPQ } from '#music/time.ts';

/** Onset and offset in seconds, MIDI key; string (1 the highest) and fret when it is fingered. */
type TranscriptNote =
	| readonly [onset: number, offset: number, midi: number]
	| readonly [onset: number, offset: number, midi: number, string: number, fret: number];

export interface Transcript {
	readonly notes: readonly TranscriptNote[];
	/** Seconds. */
	readonly beats: readonly number[];
	readonly downbeats: readonly number[];
	/** Beats a minute, of the beat the metre counts. */
	readonly tempo_bpm: number;
	/** Tonic and mode: `A minor`, `Bb major`. */
	readonly key: string;
	readonly time_signature: string;
}

/** `notes` are the played notes that `score` was written from. Frets count from the capo. */
export function toTranscript(notes: readonly PlayedNote[], score: Score): Transcript {
	const positions = new Map<number, Position>();
	for (const { played, position } of soundingNotes(score)) {
		if (position !== null) positions.set(played, position);
	}
	const { beats, downbeat, beatTicks, metre } = score.beatMap;
	const beatsInBar = Math.max(1, Math.round((4 * PPQ * metre.beats) / metre.unit / beatTicks));
	return {
		notes: notes.map(({ start, end, pitch }, i): TranscriptNote => {
			const position = positions.get(i);
			const heard = [round(start), round(end), pitch] as const;
			return position === undefined ? heard : [...heard, position.string, position.fret];
		}),
		beats: beats.map(round),
		downbeats: beats
			.filter((_, i) => i >= downbeat && (i - downbeat) % beatsInBar === 0)
			.map(round),
		tempo_bpm: Math.round(score.tempo * 100) / 100,
		key: keyName(score.key),
		time_signature: `${metre.beats}/${metre.unit}`
	};
}

/** A tenth of a millisecond: finer than any onset is known. */
const round = (time: number): number => Math.round(time * 1e4) / 1e4;
