/**
 * What the library knows of a score without opening it. An entry can always be
 * made again from its document, so a damaged one costs nothing.
 */
import { z } from 'zod';
import { ScoreCard } from '#music/card.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { Score } from '#music/score/score.ts';

/** Drawn from the written score when it is saved, so that a list needs no music theory. */
const Summary = z.strictObject({
	instrument: z.enum(['guitar', 'bass', 'ukulele', 'banjo', 'piano', 'melody']),
	key: z.strictObject({ fifths: z.int().min(-7).max(7), mode: z.enum(['major', 'minor']) }),
	metre: z.strictObject({
		beats: z.int().min(1).max(16),
		unit: z.union([z.literal(2), z.literal(4), z.literal(8)])
	}),
	tempo: z.number().positive(),
	bars: z.int().min(0)
});

export type Summary = z.infer<typeof Summary>;

export const Entry = z.strictObject({
	id: z.uuid(),
	title: z.string(),
	artist: z.string(),
	seconds: z.number().min(0),
	notes: z.int().min(0),
	summary: Summary.nullable(),
	/** What a search and other devices may know of it; null until it was written, or when it is of another version. */
	card: ScoreCard.nullable().catch(null),
	/** The version of the document, by when it was changed, for which this device has sent its card. */
	carded: z.number().nullable().catch(null),
	created: z.number(),
	changed: z.number(),
	opened: z.number(),
	/** When it was put in the bin; it is really removed once the undo has passed. */
	deleted: z.number().nullable(),
	/** `waiting`: the recording is kept but has not been heard to its end. */
	state: z.enum(['ready', 'waiting', 'failed']),
	/** The server was asked to hear it, for whom; `upload` is null until all of the recording is there. */
	away: z
		.strictObject({
			person: z.string(),
			key: z.uuid(),
			upload: z.uuid().nullable(),
			job: z.uuid().nullable()
		})
		.nullable()
		.catch(null),
	/** Why listening failed, for words. */
	failure: z.string().nullable(),
	/** The recording and its activations; copies of a score share them. Null for a score from a file. */
	recording: z.uuid().nullable(),
	/** The recording that another device heard it from, and that is not here. */
	recordingElsewhere: z.uuid().nullable().catch(null),
	recordingBytes: z.number().min(0),
	scoreBytes: z.number().min(0)
});

export type Entry = z.infer<typeof Entry>;

export function summarise(score: Score): Summary {
	return {
		instrument: score.instrument,
		key: { ...score.key },
		metre: { ...score.metre },
		tempo: score.tempo,
		bars: score.bars.length
	};
}

/** The fields of an entry that its document decides. */
export function entryFields(
	document: ScoreDocument
): Pick<Entry, 'id' | 'title' | 'artist' | 'seconds' | 'notes' | 'created' | 'changed'> {
	return {
		id: document.id,
		title: document.title,
		artist: document.artist,
		seconds: document.source.seconds,
		notes: document.notes.length,
		created: document.created,
		changed: document.changed
	};
}
