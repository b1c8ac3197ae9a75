/**
 * Makes the app work with the network off. The shell (page, code, icons) is kept whole when a
 * version installs; the big files have a cache of their own (`app/lib/assets`). Kept responses
 * keep their headers, so the page stays cross-origin isolated and under its policy.
 */
/// <reference no-default-lib="true"/>
/// <reference lib="es2024" />
/// <reference lib="webworker" />
/// <reference types="@sveltejs/kit" />
import { version } from '$service-worker';
import { download } from '#app/assets/download.ts';
import {
	addressOf,
	HEAVY,
	HEAVY_CACHE,
	HEAVY_MANIFEST,
	type HeavyManifest
} from '#app/assets/manifest.ts';
import { ranged } from '#app/assets/range.ts';
import { TAG } from '#app/sync/background-tag.ts';

const worker = globalThis as unknown as ServiceWorkerGlobalScope;

const SHELL = `shell-${version}`;
const PAGE = '/';

/** Every address of the shell, written by the build. */
const LIST = '/precache.json';

/** Changes that wait are sent also when no page is open. Only a browser that calls for it loads the script. */
const BACKGROUND = '/background-sync.js';

interface CalledToSync extends ExtendableEvent {
	readonly tag: string;
}

worker.addEventListener('install', (event) => {
	// What is to be loaded later has to be loaded once before the worker is installed.
	if ('sync' in worker.registration) worker.importScripts(BACKGROUND);
	const fill = async (): Promise<void> => {
		const cache = await caches.open(SHELL);
		const list = await fetch(LIST, { cache: 'no-cache' });
		const shell = (await list.json()) as string[];
		await cache.addAll(shell.map((path) => new Request(path, { cache: 'no-cache' })));
	};
	event.waitUntil(fill());
});

worker.addEventListener('sync', (event) => {
	if ((event as CalledToSync).tag !== TAG) return;
	worker.importScripts(BACKGROUND);
	const { syncInBackground } = worker as unknown as { syncInBackground: () => Promise<void> };
	(event as CalledToSync).waitUntil(syncInBackground());
});

worker.addEventListener('activate', (event) => {
	const settle = async (): Promise<void> => {
		// Only now is the new shell complete and in use, so only now may the old ones go.
		for (const name of await caches.keys()) {
			if (name !== SHELL && name !== HEAVY_CACHE) await caches.delete(name);
		}
		await worker.clients.claim();
	};
	event.waitUntil(settle());
});

worker.addEventListener('message', (event) => {
	if ((event.data as { type?: string } | null)?.type === 'SKIP_WAITING') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname, search } = new URL(request.url);
	if (request.method !== 'GET' || origin !== location.origin) return;
	if (pathname.startsWith('/api/')) return;
	// Only the server's own answer may stand in a frame.
	if (pathname.startsWith('/embed/')) return;
	// The page downloads big files itself, by content; those requests pass.
	if (pathname.startsWith(HEAVY) && pathname !== HEAVY_MANIFEST) {
		if (search === '') event.respondWith(heavy(request, pathname));
		return;
	}
	event.respondWith(fromShell(request, request.mode === 'navigate' ? PAGE : pathname));
});

async function fromShell(request: Request, path: string): Promise<Response> {
	const cache = await caches.open(SHELL);
	const kept = await cache.match(path);
	return kept ? ranged(request, kept) : fetch(request);
}

async function heavy(request: Request, pathname: string): Promise<Response> {
	const shell = await caches.open(SHELL);
	const list = await shell.match(HEAVY_MANIFEST);
	const { files } = (await list!.json()) as HeavyManifest;
	const file = files.find(({ path }) => HEAVY + path === pathname);
	if (!file) return fetch(request);

	const cache = await caches.open(HEAVY_CACHE);
	const kept = await cache.match(addressOf(file));
	if (kept) return ranged(request, kept);
	try {
		return await ranged(request, await download(file));
	} catch {
		return Response.error();
	}
}
