/**
 * Uploads over a network that breaks at random moments: a proxy in front of the real server drops
 * connections, on the way up, on the way down, or without telling the server; the page is reloaded.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { UrlStorage } from 'tus-js-client';
import { CHUNK, sendFile } from '#app/uploads/tus.ts';
import { ORIGIN, PASSWORD, somebody } from './api.ts';
import { breakable, noise } from './breakable.ts';
import { startServer } from './server.ts';
import type { Chance } from './sync/chance.ts';

export interface Sent {
	readonly bytes: number;
	/** Connections that were dropped while it was on its way. */
	readonly cuts: number;
	readonly reloads: number;
	/** Bytes of parts that were begun more than once, in all. */
	readonly again: number;
	/** Sentences; none when all is well. */
	readonly wrong: readonly string[];
}

export interface CutUploads {
	send(): Promise<Sent>;
	close(): Promise<void>;
}

/** What a browser keeps over a reload. */
function kept(): UrlStorage {
	const all = new Map<string, Parameters<UrlStorage['addUpload']>[1]>();
	return {
		findAllUploads: async () => [...all.values()],
		findUploadsByFingerprint: async (name) =>
			[...all]
				.filter(([key]) => key === name)
				.map(([key, upload]) => ({ ...upload, urlStorageKey: key })),
		removeUpload: async (key) => void all.delete(key),
		addUpload: async (name, upload) => {
			all.set(name, upload);
			return name;
		}
	};
}

export async function openCutUploads(chance: Chance): Promise<CutUploads> {
	const server = await startServer({
		build: null,
		settings: { ORIGIN, WORKERS: '0', RATE_LIMITS: 'writes=,addressWrites=,uploadedBytes=,reads=' }
	});
	const network = await breakable(Number(new URL(server.address).port));
	let cookie = '';
	const ana = somebody(
		{
			async request(path, init) {
				cookie = new Headers(init?.headers).get('Cookie') ?? cookie;
				return fetch(server.address + path, init);
			}
		},
		{ id: '', name: 'Ana', email: 'ana@example.org' }
	);
	const joined = await ana.request('/api/auth/sign-up/email', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ name: 'Ana', email: ana.email, password: PASSWORD })
	});
	const { user } = (await joined.json()) as { user: { id: string } };
	await ana.request('/api/account');

	async function look(id: string, hash: string, wrong: string[]): Promise<void> {
		const row = (await (await ana.request(`/api/uploads/${id}`)).json()) as { sha256?: string };
		const file = createHash('sha256');
		const path = join(server.data, 'recordings', user.id, id);
		for await (const piece of createReadStream(path)) file.update(piece as Buffer);
		if (row.sha256 !== hash) wrong.push(`the server says ${row.sha256}, it was ${hash}`);
		if (file.digest('hex') !== hash) wrong.push('the file is another');
		const { uploads } = (await (await ana.request('/api/uploads')).json()) as {
			uploads: unknown[];
		};
		if (uploads.length !== 1) wrong.push(`${uploads.length} uploads were made of one`);
	}

	return {
		async send() {
			const bytes = CHUNK + chance.below(4 * CHUNK);
			const file = noise(bytes);
			const storage = kept();
			const wrong: string[] = [];
			const begun = new Map<number, number>();
			const planned = 1 + chance.below(3);
			let [cuts, reloads] = [0, 0];
			const plan = (): void => network.breakAfter(1 + chance.below(2 * CHUNK), chance.is(0.3));
			const watch = setInterval(() => {
				if (network.whole()) return;
				cuts += 1;
				if (cuts < planned) plan();
				else clearInterval(watch);
			}, 5);
			plan();
			const once = async (): Promise<string | null> => {
				const page = new AbortController();
				const reload = chance.is(0.3) ? 50 + chance.below(300) : 0;
				const timer = reload ? setTimeout(() => page.abort(), reload) : undefined;
				const sending = { name: 'noise.wav', signal: page.signal, fingerprint: 'noise' };
				const how = {
					endpoint: `http://127.0.0.1:${network.port}/api/uploads`,
					headers: { Cookie: cookie, Origin: ORIGIN },
					retryDelays: Array<number>(20).fill(30),
					urlStorage: storage,
					onBeforeRequest: (request: {
						getMethod(): string;
						getHeader(name: string): string | undefined;
					}) => {
						if (request.getMethod() !== 'PATCH') return;
						const at = Number(request.getHeader('Upload-Offset'));
						begun.set(at, (begun.get(at) ?? 0) + 1);
					}
				};
				try {
					const sent = await sendFile(new Blob([file]), sending, how);
					if (!sent.ok) wrong.push(`it ended with ${sent.error.code}`);
					return sent.ok ? sent.value : '';
				} catch (cause) {
					if (!page.signal.aborted) throw cause;
					reloads += 1;
					return null;
				} finally {
					clearTimeout(timer);
				}
			};
			let id: string | null = null;
			while (id === null) id = await once();
			clearInterval(watch);
			if (!network.whole() && cuts < planned) cuts += 1;
			network.mend();
			if (id) await look(id, createHash('sha256').update(file).digest('hex'), wrong);
			const again = [...begun].reduce(
				(sum, [at, times]) => sum + (times - 1) * Math.min(CHUNK, bytes - at),
				0
			);
			const most = (cuts + reloads) * CHUNK;
			if (again > most) wrong.push(`${again} bytes were sent again after ${cuts + reloads} breaks`);
			const left = (await (await ana.request('/api/uploads')).json()) as {
				uploads: { id: string }[];
			};
			for (const each of left.uploads)
				await ana.request(`/api/uploads/${each.id}`, { method: 'DELETE' });
			return { bytes, cuts, reloads, again, wrong };
		},
		async close() {
			network.close();
			await server.stop();
		}
	};
}
