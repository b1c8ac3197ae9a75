/** Fetches one big file, checks it against its hash and only then keeps it. */
import { addressOf, HEAVY_CACHE, type HeavyFile } from './manifest.ts';

/** What arrived is not what the build made: a proxy changed it, or the server is another version. */
export class Damaged extends Error {}

/**
 * Downloads `file` into the cache; the promise holds the response that was kept. Throws `Damaged`
 * for wrong content, a TypeError without a network, and whatever the cache throws when it is full.
 */
export async function download(
	file: HeavyFile,
	signal?: AbortSignal,
	onBytes: (count: number) => void = () => {}
): Promise<Response> {
	const response = await fetch(addressOf(file), { cache: 'no-cache', ...(signal && { signal }) });
	if (!response.ok || !response.body) throw new TypeError(`${file.path}: ${response.status}`);

	const bytes = await collect(response.body, file, onBytes);
	if ((await sha256(bytes)) !== file.sha256) throw new Damaged(file.path);

	// The headers are kept: isolation and the kind of file must hold for cached copies too.
	const headers = new Headers(response.headers);
	headers.delete('Content-Encoding');
	headers.set('Content-Length', String(bytes.byteLength));
	const whole = new Response(bytes, { headers });
	const cache = await caches.open(HEAVY_CACHE);
	await cache.put(addressOf(file), whole.clone());
	return whole;
}

async function collect(
	body: ReadableStream<Uint8Array<ArrayBuffer>>,
	file: HeavyFile,
	onBytes: (count: number) => void
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(file.bytes);
	let at = 0;
	const reader = body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		if (at + value.byteLength > bytes.byteLength) {
			await reader.cancel();
			throw new Damaged(file.path);
		}
		bytes.set(value, at);
		at += value.byteLength;
		onBytes(value.byteLength);
	}
	return bytes.subarray(0, at);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
