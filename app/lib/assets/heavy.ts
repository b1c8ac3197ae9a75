/**
 * The page's side of the big files: fetches a group with progress, and after the first visit
 * fetches the rest while the page is idle, so that the whole job works with the network off.
 */
import { fail, ok, type Result } from '#music/result.ts';
import { Damaged, download } from './download.ts';
import { addressOf, HEAVY_CACHE, readManifest, type Group, type HeavyFile } from './manifest.ts';

export interface HeavyFailure {
	/** `offline`: no network. `damaged`: not what the build made. `full`: no room to keep it. */
	readonly code: 'offline' | 'damaged' | 'full';
}

interface Job {
	readonly signal?: AbortSignal;
	/** Called with the share of the group's bytes at hand, 0–1. */
	readonly onProgress?: (done: number) => void;
}

/**
 * Browsers keep files only for pages with TLS or from this machine, and refuse a cache to a frame
 * of another site; where there is none, files are fetched as they are used.
 */
const canKeep = (): boolean => 'caches' in globalThis && 'subtle' in crypto && self === top;

/**
 * Fetches what `group` lacks. Files that are here already are not fetched again, so an
 * interrupted download goes on with the next file. Aborts throw the signal's reason.
 */
export async function ensureHeavy(
	group: Group,
	{ signal, onProgress = () => {} }: Job = {}
): Promise<Result<void, HeavyFailure>> {
	if (!canKeep()) return ok(undefined);
	try {
		const { files } = await readManifest(signal);
		const wanted = files.filter((file) => file.group === group);
		const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0);
		let have = 0;
		const count = (bytes: number): void => onProgress((have += bytes) / total);
		for (const file of wanted) {
			if (await isKept(file)) count(file.bytes);
			else await download(file, signal, count);
		}
		return ok(undefined);
	} catch (cause) {
		signal?.throwIfAborted();
		return fail({ code: codeOf(cause) });
	}
}

/**
 * Fetches everything the whole job needs, one group after the other, then drops what older
 * versions left. Quiet by design: what fails now is fetched when it is needed, or next time.
 */
export async function prepareForOffline(signal?: AbortSignal): Promise<void> {
	if (!canKeep() || !('serviceWorker' in navigator)) return;
	await navigator.serviceWorker.ready;
	const job = signal ? { signal } : {};
	const groups: Group[] = ['fonts', 'ear', 'sound'];
	if (await hasGpu()) groups.push('gpu');
	for (const group of groups) {
		await idle();
		const fetched = await ensureHeavy(group, job);
		if (!fetched.ok) return;
	}
	await dropOld();
}

async function isKept(file: HeavyFile): Promise<boolean> {
	const cache = await caches.open(HEAVY_CACHE);
	return (await cache.match(addressOf(file))) !== undefined;
}

async function dropOld(): Promise<void> {
	const { files } = await readManifest();
	const current = new Set(files.map((file) => new URL(addressOf(file), location.href).href));
	const cache = await caches.open(HEAVY_CACHE);
	for (const { url } of await cache.keys()) if (!current.has(url)) await cache.delete(url);
}

/** An adapter, not only the interface: Chromium has the interface on machines without a GPU. */
async function hasGpu(): Promise<boolean> {
	const { gpu } = navigator as { gpu?: { requestAdapter(): Promise<object | null> } };
	return (await gpu?.requestAdapter().catch(() => null)) != null;
}

/** Resolves when the page has nothing better to do. Safari has no `requestIdleCallback`. */
function idle(): Promise<void> {
	return new Promise((resolve) => {
		if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
		else setTimeout(resolve, 200);
	});
}

function codeOf(cause: unknown): HeavyFailure['code'] {
	if (cause instanceof Damaged) return 'damaged';
	if (cause instanceof DOMException && cause.name === 'QuotaExceededError') return 'full';
	return 'offline';
}
