/**
 * The one way up for a file: by tus, in parts that each carry their SHA-256, going on where a lost
 * connection or a reload has stopped it. Who is not signed in gets nowhere.
 */
import {
	DefaultHttpStack,
	defaultOptions,
	Upload,
	type HttpStack,
	type PreviousUpload,
	type UploadOptions
} from 'tus-js-client';
import { fail, ok, type Result } from '#music/result.ts';

/** Bytes of one request: what a lost connection costs at most. */
export const CHUNK = 1024 * 1024;

export interface Sending {
	readonly name: string;
	readonly signal: AbortSignal;
	/** Whose it is: refused as `signed-out` when somebody else is signed in. */
	readonly account?: string;
	/** Says that it is the same file after a reload; without it nothing is kept in between. */
	readonly fingerprint?: string;
	/** Bytes that have gone, of all of them. */
	readonly onProgress?: (sent: number, all: number) => void;
	/** No answer came, and it is tried again by itself. */
	readonly onCut?: () => void;
	/** Its id, as soon as the server knows of it: by that id it can be ended for good. */
	readonly onBegin?: (id: string) => void;
}

export interface UploadFailure {
	readonly code:
		| 'signed-out'
		/** More than the server takes of one file. */
		| 'too-large'
		/** By its content. */
		| 'not-a-recording'
		/** Others of this account are under way, or much came in a short time. */
		| 'too-many'
		/** The account has no room. */
		| 'full'
		/** This server takes no uploads. */
		| 'not-taken'
		/** What is there goes on from where it is when it is sent again. */
		| 'offline'
		| 'failed';
}

/** What a test does otherwise than a page. */
type Elsewhere = Pick<
	UploadOptions,
	'endpoint' | 'headers' | 'retryDelays' | 'urlStorage' | 'onBeforeRequest'
>;

const CODES: Readonly<Record<number, UploadFailure['code']>> = {
	401: 'signed-out',
	409: 'signed-out', // still, after other reasons have had their time
	413: 'too-large',
	415: 'not-a-recording',
	429: 'too-many',
	501: 'not-taken',
	507: 'full'
};

/** From one answer that does not come to the next try, in milliseconds; a part that came begins anew. */
const PATIENCE = [0, 500, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];

/**
 * Sends all of it. An abort passes as it is, and leaves what came for the next time.
 * @returns the id of the whole upload
 */
export async function sendFile(
	file: Blob,
	{ name, signal, account, fingerprint, onProgress, onCut, onBegin }: Sending,
	elsewhere: Elsewhere = {}
): Promise<Result<string, UploadFailure>> {
	signal.throwIfAborted();
	let upload: Upload | undefined;
	const stop = (): void => void upload?.abort();
	signal.addEventListener('abort', stop);
	try {
		return await new Promise((resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason as Error));
			// An id of its own: an announcement whose answer was lost is not a second upload.
			const id = crypto.randomUUID();
			upload = new Upload(file as File, {
				endpoint: '/api/uploads',
				metadata: { name, id },
				headers: headersFor(account),
				chunkSize: CHUNK,
				retryDelays: PATIENCE,
				storeFingerprintForResuming: fingerprint !== undefined,
				removeFingerprintOnSuccess: true,
				fingerprint: () => Promise.resolve(printOf(file, fingerprint)),
				fileReader: { openFile: () => Promise.resolve(partsOf(file)) },
				httpStack: new CheckedParts(),
				onShouldRetry({ originalResponse }) {
					const again = mayPass(originalResponse?.getStatus() ?? 0);
					if (again) onCut?.();
					return again;
				},
				onProgress: (sent, all) => onProgress?.(sent, all),
				onUploadUrlAvailable: () => onBegin?.(idIn(upload!.url!)),
				onSuccess: () => resolve(ok(idIn(upload!.url!))),
				onError: (cause) => resolve(fail({ code: codeOf(cause) })),
				...elsewhere
			});
			void begin(upload, fingerprint === undefined ? null : id).catch(reject);
		});
	} finally {
		signal.removeEventListener('abort', stop);
	}
}

/** What came of it so far is not wanted any more. */
export async function forgetFile(
	file: Blob,
	{ fingerprint, account }: Required<Pick<Sending, 'fingerprint' | 'account'>>
): Promise<void> {
	const upload = new Upload(file as File, {
		fingerprint: () => Promise.resolve(printOf(file, fingerprint))
	});
	for (const { uploadUrl, urlStorageKey } of await upload.findPreviousUploads()) {
		// Without a connection the server takes it away by itself, a day later.
		const options = { retryDelays: [], headers: headersFor(account) };
		if (uploadUrl) await Upload.terminate(uploadUrl, options).catch(() => {});
		await upload.options.urlStorage?.removeUpload(urlStorageKey);
	}
}

const headersFor = (account?: string): Record<string, string> =>
	account ? { 'Genesis-Account': account } : {};

const printOf = (file: Blob, fingerprint = ''): string => `${fingerprint}/${file.size}`;

/** @param id by which it will be known after a reload, noted before anything is announced; null for never */
async function begin(upload: Upload, id: string | null): Promise<void> {
	if (id) {
		const [before] = await upload.findPreviousUploads();
		upload.resumeFromPreviousUpload(before ?? (await noted(upload, id)));
	}
	upload.start();
}

async function noted({ file, options }: Upload, id: string): Promise<PreviousUpload> {
	const { urlStorage = defaultOptions.urlStorage, endpoint = '' } = options;
	const note = {
		size: (file as File).size,
		metadata: {},
		creationTime: new Date().toString(),
		uploadUrl: `${endpoint}/${id}`,
		parallelUploadUrls: null,
		urlStorageKey: ''
	};
	const key = await urlStorage.addUpload(await options.fingerprint!(file as File, options), note);
	return { ...note, uploadUrl: null, urlStorageKey: key };
}

const idIn = (address: string): string => address.split('/').at(-1)!;

/** No answer, a mistake of the server, somebody else's turn, or a damaged part: it is worth another try. */
const mayPass = (status: number): boolean =>
	[0, 409, 423, 460].includes(status) || (status >= 500 && ![501, 507].includes(status));

function codeOf(cause: Error): UploadFailure['code'] {
	if (!('originalResponse' in cause)) return 'failed';
	const answer = cause.originalResponse as { getStatus(): number } | null;
	return answer ? (CODES[answer.getStatus()] ?? 'failed') : 'offline';
}

const partsOf = (file: Blob) => ({
	size: file.size,
	slice: async (start: number, end: number) => ({
		value: file.slice(start, end),
		done: end >= file.size
	}),
	close: () => {}
});

/** Says of each part what it must be; only that part is ever read into memory. */
class CheckedParts implements HttpStack {
	readonly #stack = new DefaultHttpStack({});

	createRequest(method: string, url: string): ReturnType<HttpStack['createRequest']> {
		const request = this.#stack.createRequest(method, url);
		const send = request.send.bind(request);
		request.send = async (body: unknown) => {
			if (!(body instanceof Blob)) return send(body);
			const bytes = new Uint8Array(await body.arrayBuffer());
			const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
			request.setHeader('Upload-Checksum', `sha256 ${btoa(String.fromCharCode(...hash))}`);
			return send(bytes);
		};
		return request;
	}

	getName(): string {
		return 'CheckedParts';
	}
}
