/**
 * Files that are too large for one asset on Cloudflare, joined again on the way out. The list is
 * made with the assets (`scripts/workers.ts`).
 */
export interface Joined {
	/** Addresses of the parts, in order. */
	readonly parts: readonly string[];
	/** Changes with the content. */
	readonly tag: string;
}

export interface Assets {
	fetch(request: Request | URL): Promise<Response>;
}

/**
 * @param wait keeps the Worker until the last byte has gone
 * @returns null when no large file has this address
 */
export async function joinParts(
	request: Request,
	assets: Assets,
	wait: (work: Promise<unknown>) => void
): Promise<Response | null> {
	const { pathname } = new URL(request.url);
	const listed = await assets.fetch(new URL('/parts.json', request.url));
	const file = ((await listed.json()) as Readonly<Record<string, Joined>>)[pathname];
	if (!file) return null;

	const headers = {
		'Content-Type': /\.wasm$/.test(pathname) ? 'application/wasm' : 'application/octet-stream',
		'Cache-Control': 'no-cache',
		ETag: `"${file.tag}"`
	};
	if (request.headers.get('If-None-Match')?.includes(file.tag)) {
		return new Response(null, { status: 304, headers });
	}
	const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
	wait(pour(file.parts.map((part) => new URL(part, request.url))));
	return new Response(readable, { headers });

	async function pour(parts: readonly URL[]): Promise<void> {
		for (const part of parts) {
			const { body } = await assets.fetch(part);
			await body!.pipeTo(writable, { preventClose: true });
		}
		await writable.close();
	}
}
