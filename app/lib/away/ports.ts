/** What the page needs from a server that listens. Whoever speaks to it hides how. */
import type { ScoreDocument } from '#music/document.ts';
import type { Result } from '#music/result.ts';

/** What this server would do. */
export interface Offer {
	/** The most of one recording, in bytes. */
	readonly maxBytes: number;
}

/** Where a recording is on its way through the server. */
export type Part = 'sending' | 'waiting' | 'fetching' | 'decoding' | 'listening' | 'writing';

/**
 * Why the server did not hear it, besides the reasons that are the same everywhere: it is too large, it has no sound that
 * the server can read, the account has no room or too many recordings waiting, the server knows nothing of it any more, or
 * could not do it.
 */
export type AwayCode =
	'away-large' | 'away-not-audio' | 'away-full' | 'away-busy' | 'away-lost' | 'away-failed';

/** `offline`: the connection will come back. `signed-out`: the person will. Anything else is final. */
export interface Trouble {
	readonly code: string;
	/** Seconds that the server asked for. */
	readonly wait?: number;
}

export type Answer<T> = Result<T, Trouble>;

export interface JobNews {
	readonly state: 'pending' | 'active' | 'completed' | 'failed' | 'cancelled';
	readonly part: Part;
	/** Of the whole job, 0–1. */
	readonly done: number;
	/** Why it failed. */
	readonly failure: string | null;
}

export interface Request {
	/** Id of the upload. */
	readonly upload: string;
	readonly title: string;
	readonly settings: Pick<ScoreDocument, 'hearing' | 'writing'>;
	/** The same for each attempt to send this request. */
	readonly key: string;
}

/** While it is sent. */
export interface Sending {
	readonly signal: AbortSignal;
	/** Share that is there, 0–1. */
	readonly onShare: (share: number) => void;
	/** The line broke; it goes on by itself. */
	readonly onCut: () => void;
}

/** What a server may have of a recording. */
export interface Traces {
	/** Under which it was sent. */
	readonly name: string;
	/** Ids of the whole upload and of the job. */
	readonly upload: string | null;
	readonly job: string | null;
}

/** A server that listens. What takes a signal throws its reason. */
export interface FarEar {
	/** Null while it has nobody who listens; a failure that is not `offline` is for good. */
	offer(signal: AbortSignal): Promise<Answer<Offer | null>>;
	/**
	 * Sends a recording up, going on where an earlier attempt was cut off.
	 * @param name an attempt of the same name is the same one
	 * @returns the upload's id
	 */
	send(file: File, name: string, sending: Sending): Promise<Answer<string>>;
	/** @returns the job's id */
	ask(request: Request, signal: AbortSignal): Promise<Answer<string>>;
	/** Tells of each change until the job has ended. @returns how it ended */
	watch(
		job: string,
		onNews: (news: JobNews) => void,
		signal: AbortSignal
	): Promise<Answer<JobNews>>;
	result(job: string, signal: AbortSignal): Promise<Answer<ScoreDocument>>;
	/** None of this is wanted any more. */
	forget(traces: Traces, file: File | null): Promise<void>;
}
