/**
 * What the sync needs from outside: a place to write where it stands, and a way to the server.
 * Clocks are not among it: no order is ever taken from one.
 */
import type { Kind } from '#app/store/outbox.ts';
import type { Content, Syncable } from '#app/sync/kinds.ts';

/** One change on its way up, as it was when it set out. */
export interface Item {
	readonly kind: Kind;
	readonly id: string;
	/** The revision that it was made on; 0 for what the server has never seen. */
	readonly base: number;
	/** Null when it was deleted. */
	readonly content: Content | null;
}

export interface Departed extends Item {
	/** Which mark of the outbox it answers. */
	readonly edit: number;
}

/**
 * A push that has not been answered. It is kept word for word: when the answer is lost, the same
 * push under the same key finds out what became of it.
 */
export interface Sending {
	readonly key: string;
	readonly items: readonly Departed[];
}

/** A version that lost its place, and where it is kept. */
export interface Copy {
	readonly kind: Kind;
	readonly id: string;
	/** What it was a version of. */
	readonly of: string;
}

/** Which history of the server's database is known: another `id` after an older backup was restored. */
export interface Epoch {
	readonly id: string;
	/** Where revisions have jumped: of two that have one of these between them, none is known to be the older one. */
	readonly floors: readonly number[];
}

/** Where this device stands with one account. */
export interface Standing {
	readonly account: string;
	/** The changes of the server that are known here. */
	readonly cursor: number;
	readonly sending: Sending | null;
	/** The last push was refused as a whole: one at a time, to find out which it is. */
	readonly singly: boolean;
	/** There was something that only a newer app can read. */
	readonly unread: boolean;
	/** Null until the server has said. */
	readonly epoch: Epoch | null;
	/** The server has forgotten something: all that it has is looked at before anything goes up. */
	readonly comparing: boolean;
	/** What was kept twice, until the person has seen it. */
	readonly copies: readonly Copy[];
}

/** A mark of the outbox. */
export interface Waiting {
	readonly edit: number;
	readonly kind: Kind;
	readonly id: string;
	/** Why the server did not take it; it is not tried again until it changes, or is asked for. */
	readonly refused?: 'full' | 'invalid';
}

/** What is seen and done inside one transaction. */
export interface Inside {
	standing(): Promise<Standing | null>;
	setStanding(standing: Standing): Promise<void>;
	/** The oldest first. */
	waiting(): Promise<readonly Waiting[]>;
	waitingFor(kind: Kind, id: string): Promise<Waiting | undefined>;
	mark(kind: Kind, ids: readonly string[]): Promise<void>;
	/** Takes a mark away; does nothing when it was made anew meanwhile. */
	unmark(edit: number): Promise<void>;
	refuse(edit: number, why: 'full' | 'invalid'): Promise<void>;
	/** What the server had when this device last agreed with it; 0 for never. */
	revision(kind: Kind, id: string): Promise<number>;
	setRevision(kind: Kind, id: string, revision: number): Promise<void>;
	forgetRevisions(): Promise<void>;
	readonly kinds: ReadonlyMap<Kind, Syncable>;
}

export interface Shelf {
	/** All of it or nothing, and nothing comes between. */
	atomically<T>(work: (inside: Inside) => Promise<T>): Promise<T>;
}

export interface Stored {
	readonly revision: number;
	readonly content: unknown;
}

export type Outcome =
	| { readonly status: 'saved'; readonly revision: number }
	| { readonly status: 'conflict'; readonly stored: Stored }
	| { readonly status: 'full' };

export interface Page {
	readonly changes: readonly (Stored & { readonly kind: Kind; readonly id: string })[];
	readonly cursor: number;
	readonly more: boolean;
	readonly reset: boolean;
	readonly epoch: Epoch;
}

/**
 * Why there is no answer. `refused`: the server takes no such request, now or ever; `wait`: it said
 * for how long; `other-account`: the session is somebody else's by now; `undecided`: the library here is.
 */
export type Trouble =
	| { readonly code: 'offline' | 'signed-out' | 'other-account' | 'undecided' | 'refused' }
	| { readonly code: 'wait'; readonly seconds: number };

export type Answer<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Trouble };

export interface Transport {
	push(
		key: string,
		items: readonly Item[],
		signal: AbortSignal
	): Promise<Answer<readonly Outcome[]>>;
	changes(since: number, signal: AbortSignal): Promise<Answer<Page>>;
}
