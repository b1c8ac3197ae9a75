/**
 * What a person learned of a score: one record that grows, and the sessions that it is counted
 * from. A session is written once and never changed, so two devices cannot disagree about it.
 */
import { z } from 'zod';

const Share = z.number().min(0).max(1);
const Bar = z.int().min(0).max(100_000);
const Tempo = z.number().min(1).max(1000);

/** Characters that are typed into the notes of one score. */
export const TYPED_NOTES = 10_000;

/** Devices that were offline add their words to one another's, so that far more has to fit than one types. */
const MOST_NOTES = 100 * TYPED_NOTES;

/** What a sitting did to one bar. Only a bar that was played from its first beat to its last is listed. */
const BarPlayed = z.strictObject({
	/** Its place in the score, from 0. */
	bar: Bar,
	times: z.int().min(1).max(100_000),
	/** How many of those times were in a loop, or slower than the recording. */
	again: z.int().min(0).max(100_000),
	/** The fastest of them, quarter notes a minute. */
	tempo: Tempo
});

export type BarPlayed = z.infer<typeof BarPlayed>;

/** One sitting with one score. */
export const PracticeSession = z.strictObject({
	id: z.uuid(),
	score: z.uuid(),
	/** Milliseconds since 1970, as the device saw it, and how far its clock is ahead of UTC, minutes. */
	started: z.number().min(0),
	offset: z.int().min(-1000).max(1000),
	/** Time with the music sounding; not the time that the page was open. */
	seconds: z.int().min(1).max(86_400),
	/** Each bar at most once, ascending. */
	bars: z.array(BarPlayed).max(10_000),
	/** The fastest tempo at which a bar was played to its end, quarter notes a minute. */
	tempo: Tempo.nullable(),
	/** How often a loop came round. */
	loops: z.int().min(0).max(100_000)
});

export type PracticeSession = z.infer<typeof PracticeSession>;

/** How far a person is with one score. */
export const LearningProgress = z.strictObject({
	/** The score's id. */
	id: z.uuid(),
	/** Share of the bars that were ever played at the target tempo. */
	completion: Share,
	/** Names or first bars of sections. */
	sectionsCompleted: z.array(z.string().max(80)).max(200),
	sectionsMastered: z.array(z.string().max(80)).max(200),
	problemBars: z.array(Bar).max(1000),
	/** When something listened to the playing. */
	accuracy: Share.nullable(),
	timing: Share.nullable(),
	difficulty: z.int().min(1).max(5).nullable(),
	enjoyment: z.int().min(1).max(5).nullable(),
	notes: z.string().max(MOST_NOTES),
	targetTempo: Tempo.nullable(),
	currentTempo: Tempo.nullable(),
	changed: z.number().min(0)
});

export type LearningProgress = z.infer<typeof LearningProgress>;
