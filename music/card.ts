/**
 * What a list, a search and a stranger may know of a score without opening it: written by the
 * device that wrote the page, sent beside the document, and checked by the server.
 */
import { z } from 'zod';

/** How many numbers describe a piece to the search for similar ones. */
export const EMBEDDING_SIZE = 64;

export const ScoreCard = z.strictObject({
	instrument: z.enum(['guitar', 'bass', 'ukulele', 'banjo', 'piano', 'melody']),
	/** Quarter notes a minute. */
	tempo: z.number().min(1).max(1000),
	key: z.strictObject({ fifths: z.int().min(-7).max(7), mode: z.enum(['major', 'minor']) }),
	metre: z.strictObject({
		beats: z.int().min(1).max(16),
		unit: z.union([z.literal(2), z.literal(4), z.literal(8)])
	}),
	/** Pitches of the open strings from the lowest line of the tab; null without strings. */
	tuning: z.array(z.int().min(0).max(127)).min(1).max(12).nullable(),
	capo: z.int().min(0).max(12),
	bars: z.int().min(0).max(100_000),
	/** 1 (a first lesson) to 10 (the concert stage). */
	difficulty: z.number().min(1).max(10),
	/** Chord symbols in the order in which they first follow one another: `Am F C G`. */
	chords: z.string().max(500),
	/** Mean confidence of the notes; null when the ear gave none. */
	confidence: z.number().min(0).max(1).nullable(),
	/** Names of what the page asks of the hands: `slide`, `bend`, `barre`, … */
	techniques: z.array(z.string().max(40)).max(40),
	/** Intervals, rhythm and chroma, the same in every key; of length 1. */
	embedding: z.array(z.number().min(-1).max(1)).length(EMBEDDING_SIZE)
});

export type ScoreCard = z.infer<typeof ScoreCard>;
