/**
 * What one kind of thing has to say so that it syncs: how it is read and written here, and what
 * becomes of two versions that do not know of each other. Everything else (when, in what order,
 * what was lost on the way) is the business of `step.ts`, which knows no kind.
 */
import type { Kind } from '#app/store/outbox.ts';

/** A JSON object, as it travels. */
export type Content = Readonly<Record<string, unknown>>;

/** What becomes of two versions of one thing. Nothing that either holds may be lost by it. */
export interface Settled {
	/** What it is from now on. */
	readonly here: Content;
	/** Whether that is news to the server. */
	readonly send: boolean;
	/** What would have been lost, under an id of its own. */
	readonly copy?: { readonly id: string; readonly content: Content };
}

export interface Syncable {
	readonly kind: Kind;
	/** Names of the tables it touches; each call runs in one transaction with the outbox. */
	readonly tables: readonly string[];
	/** Everything there is here, for the first time that it meets an account. */
	ids(): Promise<readonly string[]>;
	/** What is here now; null when it is gone, `later` while it is not fit to be sent. */
	read(id: string): Promise<Content | null | 'later'>;
	/** Puts here what the server has; never marks it as changed. */
	write(id: string, content: Content): Promise<void>;
	/** The server has this now, whatever is here: for kinds that tell two devices' changes apart. */
	agree?(id: string, content: Content): Promise<void>;
	/** The server may have anything, or be that of another account: nothing was ever agreed on. */
	disagree?(): Promise<void>;
	remove(id: string): Promise<void>;
	/** @returns null when this version of the app cannot read it */
	parse(content: unknown): Content | null;
	same(one: Content, other: Content): boolean;
	/** May read, in the same transaction: what both were made from, say. */
	settle(mine: Content, theirs: Content): Settled | Promise<Settled>;
}

/** For comparing: with the keys in one order, whoever wrote them. */
export const textOf = (content: Content): string =>
	JSON.stringify(content, (_key, value: unknown) =>
		value !== null && typeof value === 'object' && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
			: value
	);
