/** A part of a kept response. Players ask for byte ranges, and a cache only answers with the whole. */

const RANGE = /^bytes=(\d*)-(\d*)$/;

/** Answers `request` from `whole`: all of it, or 206 with the range that was asked for. */
export async function ranged(request: Request, whole: Response): Promise<Response> {
	const match = RANGE.exec(request.headers.get('Range') ?? '');
	if (!match || whole.status !== 200) return whole;

	const bytes = await whole.blob();
	const [, from = '', to = ''] = match;
	// "-500" means the last 500 bytes.
	const start = from === '' ? Math.max(bytes.size - Number(to), 0) : Number(from);
	const end = from === '' || to === '' ? bytes.size - 1 : Math.min(Number(to), bytes.size - 1);

	const headers = new Headers(whole.headers);
	if (start > end) {
		headers.set('Content-Range', `bytes */${bytes.size}`);
		return new Response(null, { status: 416, headers });
	}
	headers.set('Content-Range', `bytes ${start}-${end}/${bytes.size}`);
	headers.set('Content-Length', String(end - start + 1));
	return new Response(bytes.slice(start, end + 1), { status: 206, headers });
}
