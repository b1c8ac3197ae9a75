/**
 * What the API and a worker say to each other over HTTP. A worker opens no database and no queue:
 * it asks for a job, says now and then that it lives, and hands in what it has written. It imports
 * nothing of Node, so that either side may run anywhere.
 *
 *     POST /api/worker/claim                  Claim → 200 Work | 204: nothing may start now
 *     POST /api/worker/jobs/{id}/beat         Token → Standing
 *     POST /api/worker/jobs/{id}/progress     Progress → Standing; counts as a beat
 *     POST /api/worker/jobs/{id}/give-back    Token → Standing; the attempt is not counted
 *     POST /api/worker/jobs/{id}/failure      Failure → Outcome
 *     PUT  /api/worker/jobs/{id}/result       the document, LEASE_TOKEN in a header → Outcome
 *     GET  /api/worker/jobs/{id}/source       the recording, LEASE_TOKEN in a header
 *     PUT  /api/worker/jobs/{id}/checkpoint   opaque bytes, LEASE_TOKEN in a header → Standing
 *     GET  /api/worker/jobs/{id}/checkpoint   the same bytes | 204: there is none
 *
 * Each request carries `Authorization: Bearer WORKER_TOKEN`.
 */
import { HearSettings, WriteSettings } from '#music/document.ts';
import { z } from 'zod';

/** The header that names the lease where the body is something else. */
export const LEASE_TOKEN = 'Lease-Token';

/** The most of a result and of a checkpoint, in bytes. */
export const MOST_RESULT = 24_000_000;
export const MOST_CHECKPOINT = 256_000_000;

/** What a job is asked to do; what is not named is as `music/settings.ts` has it. */
export const JobSettings = z.strictObject({
	hearing: HearSettings.optional(),
	writing: WriteSettings.optional(),
	/** Only this of it is heard; a worker without a network for that fails. */
	stem: z.enum(['drums', 'bass', 'other', 'vocals', 'guitar', 'piano']).optional()
});
export type JobSettings = z.infer<typeof JobSettings>;

export const Claim = z.strictObject({
	/** A name of its own for each worker process. */
	worker: z.string().regex(/^[\w.:-]{1,100}$/),
	/** It can take instruments apart. */
	separation: z.boolean().default(false)
});
export type Claim = z.input<typeof Claim>;

export const Work = z.strictObject({
	job: z.strictObject({
		id: z.uuid(),
		/** 1 for the first. */
		attempt: z.int().min(1),
		settings: JobSettings,
		title: z.string(),
		/** Of the file that was sent up. */
		name: z.string(),
		/** Path of the recording on this server. */
		source: z.string()
	}),
	lease: z.strictObject({
		token: z.string(),
		/** It is lost when nothing is heard for so long: beat three times as often. */
		seconds: z.number().positive()
	})
});
export type Work = z.infer<typeof Work>;

const token = z.string().min(16).max(100);

export const Token = z.strictObject({ token });

export const Progress = z.strictObject({
	token,
	stage: z.enum(['fetching', 'decoding', 'listening', 'writing']),
	/** Of the whole job, 0–1. */
	progress: z.number().min(0).max(1)
});
export type Progress = z.infer<typeof Progress>;

export const Failure = z.strictObject({
	token,
	/** For programs: `not-audio`, `too-long`, … */
	code: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
	/** For who reads a log. It names no person, no file and no address. */
	message: z.string().max(500),
	/** It would fail again: no further attempt. */
	final: z.boolean()
});
export type Failure = z.infer<typeof Failure>;

/** `lost`: somebody else has the job, or it has ended; leave it. */
export const Standing = z.strictObject({ state: z.enum(['go-on', 'cancelled', 'lost']) });
export type Standing = z.infer<typeof Standing>;

/** `pending`: there will be another attempt. A result that was kept before is `completed` again. */
export const Outcome = z.strictObject({
	state: z.enum(['completed', 'failed', 'pending', 'cancelled', 'lost'])
});
export type Outcome = z.infer<typeof Outcome>;
