/**
 * The one stored and sent form of a score. Only this is kept in the browser or
 * travels over the network, and everything read back is parsed by it.
 *
 * It holds what was heard and what the person chose; the page itself is
 * written again from these, by pure functions, whenever it is opened.
 */
import { z } from 'zod';

// Compiling validators with `new Function` would need unsafe-eval in the page's content security policy.
z.config({ jitless: true });

const Pitch = z.int().min(0).max(127);

const Note = z.strictObject({
	pitch: Pitch,
	start: z.number().min(0),
	end: z.number().min(0),
	level: z.number().min(0).max(1),
	bends: z.array(z.number()).optional()
});

const Metre = z.strictObject({
	beats: z.int().min(1).max(16),
	unit: z.union([z.literal(2), z.literal(4), z.literal(8)])
});

const Key = z.strictObject({ fifths: z.int().min(-7).max(7), mode: z.enum(['major', 'minor']) });

const HearSettings = z.strictObject({
	onset: z.number().min(0).max(1),
	frame: z.number().min(0).max(1),
	minNoteMs: z.number().min(0).max(2000),
	minHz: z.number().positive().nullable(),
	maxHz: z.number().positive().nullable(),
	melodia: z.boolean(),
	inferOnsets: z.boolean(),
	energyTolerance: z.int().min(1).max(100),
	bends: z.boolean()
});

const WriteSettings = z.strictObject({
	instrument: z.enum(['guitar', 'piano', 'melody']).nullable(),
	tempo: z.number().min(20).max(400).nullable(),
	metre: Metre.nullable(),
	key: Key.nullable(),
	tuning: z.array(Pitch).min(1).max(12),
	capo: z.int().min(0).max(12)
});

export const ScoreDocument = z.strictObject({
	version: z.literal(1),
	id: z.uuid(),
	title: z.string().max(300),
	artist: z.string().max(300),
	/** Milliseconds since 1970, as the device saw them. */
	created: z.number(),
	changed: z.number(),
	source: z.strictObject({
		fileName: z.string(),
		/** Length of the recording. */
		seconds: z.number().min(0),
		/** The file ended before it should have; what there was has been heard. */
		endsEarly: z.boolean()
	}),
	hearing: HearSettings,
	writing: WriteSettings,
	notes: z.array(Note)
});

export type ScoreDocument = z.infer<typeof ScoreDocument>;
