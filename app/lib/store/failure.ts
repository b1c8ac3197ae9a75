/** What can go wrong with storage through no fault of the code, as values. */
import Dexie from 'dexie';
import { fail, ok, type Result } from '#music/result.ts';

export interface StoreFailure {
	/**
	 * `full`: the disk or the browser's share of it. `closed`: the database was taken by a newer
	 * version or the browser refuses storage. `missing`: no such score. `unreadable`: what is there is damaged.
	 */
	readonly code: 'full' | 'closed' | 'missing' | 'unreadable';
}

const CLOSED = new Set([
	'DatabaseClosedError',
	'OpenFailedError',
	'MissingAPIError',
	'InvalidStateError',
	'VersionError',
	'UnknownError',
	'SecurityError'
]);

/** Runs a storage operation; what a person can cause comes back as a value, bugs still throw. */
export async function attempt<T>(work: () => PromiseLike<T>): Promise<Result<T, StoreFailure>> {
	try {
		return ok(await work());
	} catch (cause) {
		const code = codeOf(cause);
		if (!code) throw cause;
		return fail({ code });
	}
}

function codeOf(cause: unknown): StoreFailure['code'] | undefined {
	if (!(cause instanceof Error)) return undefined;
	if (cause.name === 'QuotaExceededError') return 'full';
	const inner: unknown = 'inner' in cause ? cause.inner : undefined;
	// An aborted transaction carries its reason inside.
	if (inner instanceof Error || inner instanceof DOMException) {
		const code = codeOf(inner);
		if (code) return code;
	}
	if (cause instanceof Dexie.DexieError && CLOSED.has(cause.name)) return 'closed';
	return CLOSED.has(cause.name) ? 'closed' : undefined;
}
