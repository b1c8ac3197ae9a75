/**
 * The one stored and sent form of a score. Only this is kept in the browser or
 * travels over the network, and everything read back is parsed by it.
 *
 * It holds what was heard and what the person chose; the page itself is
 * written again from these, by pure functions, whenever it is opened.
 */
import { z } from 'zod';
import { LIMITS, NOTHING_SAID } from '#music/details.ts';

// Compiling validators with `new Function` would need unsafe-eval in the page's content security policy.
z.config({ jitless: true });

const Pitch = z.int().min(0).max(127);

const Note = z.strictObject({
	pitch: Pitch,
	start: z.number().min(0),
	end: z.number().min(0),
	level: z.number().min(0).max(1),
	confidence: z.number().min(0).max(1).optional(),
	bends: z.array(z.number()).optional()
});

/** A played note is meant by its pitch and start: its index may change when the recording is heard again. */
const NoteRef = z.strictObject({ pitch: Pitch, start: z.number().min(0) });

/** What a person said of one heard note, in the order in which it was said. */
const Correction = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('keep'), note: NoteRef }),
	z.strictObject({ kind: z.literal('remove'), note: NoteRef }),
	z.strictObject({ kind: z.literal('pitch'), note: NoteRef, pitch: Pitch }),
	z.strictObject({ kind: z.literal('split'), note: NoteRef, at: z.number().min(0) }),
	z.strictObject({ kind: z.literal('merge'), note: NoteRef, with: NoteRef })
]);

export type Correction = z.infer<typeof Correction>;

const Moment = z.number().min(0);

const BeatRepair = z.discriminatedUnion('kind', [
	z.strictObject({ kind: z.literal('downbeat'), at: Moment }),
	z.strictObject({ kind: z.literal('beat'), at: Moment }),
	z.strictObject({ kind: z.literal('tempo'), factor: z.number().min(0.1).max(10) }),
	z.strictObject({ kind: z.literal('taps'), at: z.array(Moment).max(10_000) })
]);

const Pin = z.strictObject({
	start: Moment,
	pitch: Pitch,
	position: z.strictObject({ string: z.int().min(1).max(12), fret: z.int().min(0).max(36) })
});

const Metre = z.strictObject({
	beats: z.int().min(1).max(16),
	unit: z.union([z.literal(2), z.literal(4), z.literal(8)])
});

const Key = z.strictObject({ fifths: z.int().min(-7).max(7), mode: z.enum(['major', 'minor']) });

/** `HearSettings` of `settings.ts`, as it is stored and sent. */
export const HearSettings = z.strictObject({
	decoder: z.enum(['fitted', 'published']),
	profile: z.enum(['piano', 'guitar', 'bass', 'voice', 'melody', 'any']).nullable(),
	least: z.number().min(0).max(1),
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

/** `WriteSettings` of `settings.ts`, as it is stored and sent. */
export const WriteSettings = z.strictObject({
	instrument: z.enum(['guitar', 'bass', 'ukulele', 'banjo', 'piano', 'melody']).nullable(),
	tempo: z.number().min(20).max(400).nullable(),
	metre: Metre.nullable(),
	key: Key.nullable(),
	tuning: z.array(Pitch).min(1).max(12).nullable(),
	capo: z.int().min(0).max(12),
	arrangement: z.enum(['easy', 'intermediate', 'full']),
	chordSymbols: z.boolean().nullable(),
	repairs: z.array(BeatRepair).max(1000),
	pins: z.array(Pin).max(100_000)
});

const Current = z.strictObject({
	version: z.literal(3),
	id: z.uuid(),
	title: z.string().max(LIMITS.title),
	artist: z.string().max(LIMITS.artist),
	album: z.string().max(LIMITS.album),
	genre: z.string().max(LIMITS.genre),
	/** When the piece was made. */
	year: z.int().min(1).max(9999).nullable(),
	tags: z.array(z.string().min(1).max(LIMITS.tag)).max(LIMITS.tags),
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
	/** As heard; `corrections` are applied to them whenever they are written. */
	notes: z.array(Note),
	corrections: z.array(Correction).max(100_000)
});

const First = z.looseObject({
	version: z.literal(1),
	hearing: z.looseObject({}),
	writing: z.looseObject({})
});

const Second = z.looseObject({ version: z.literal(2) });

/** A document of any version, as one of the current. */
export const ScoreDocument = z.preprocess((stored) => third(second(stored)), Current);

export type ScoreDocument = z.infer<typeof Current>;

/** Version 1 knew the published decoder alone, and neither repairs nor corrections. */
function second(stored: unknown): unknown {
	const old = First.safeParse(stored);
	if (!old.success) return stored;
	const { hearing, writing } = old.data;
	return {
		...old.data,
		version: 2,
		hearing: { decoder: 'published', profile: null, least: 0.5, ...hearing },
		writing: { arrangement: 'full', chordSymbols: null, repairs: [], pins: [], ...writing },
		corrections: []
	};
}

/** Version 2 knew of a piece no more than its title and artist. */
function third(stored: unknown): unknown {
	const old = Second.safeParse(stored);
	return old.success ? { ...NOTHING_SAID, ...old.data, version: 3 } : stored;
}
