/**
 * The big files that the page fetches apart from itself: engine, model, sound and fonts. They are
 * kept in a cache of their own under names that hold their SHA-256, so a new version of the app
 * downloads only those whose content changed. Page and service worker share this file.
 */

/** What is needed together; `gpu` only where WebGPU is. */
export type Group = 'ear' | 'gpu' | 'sound' | 'fonts';

export interface HeavyFile {
	readonly group: Group;
	/** Path below /heavy/. */
	readonly path: string;
	readonly bytes: number;
	/** Of the content as it is used, that is, after any transfer encoding; hexadecimal. */
	readonly sha256: string;
}

export interface HeavyManifest {
	readonly version: string;
	readonly files: readonly HeavyFile[];
}

export const HEAVY_CACHE = 'heavy';
export const HEAVY = '/heavy/';
export const HEAVY_MANIFEST = '/heavy/manifest.json';

/** Where a file is kept, and also where it is downloaded from: the worker lets a query through. */
export const addressOf = (file: HeavyFile): string => `${HEAVY}${file.path}?${file.sha256}`;

/** The list of files that belongs to the running version. Throws when it cannot be had. */
export async function readManifest(signal?: AbortSignal): Promise<HeavyManifest> {
	const response = await fetch(HEAVY_MANIFEST, signal ? { signal } : {});
	if (!response.ok) throw new TypeError(`${HEAVY_MANIFEST}: ${response.status}`);
	return (await response.json()) as HeavyManifest;
}
