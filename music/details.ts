/** What a person says about a piece, besides its notes: the limits, and how typed words become tags. */

/** Most characters of each, and most tags. */
export const LIMITS = {
	title: 300,
	artist: 300,
	album: 300,
	genre: 100,
	tag: 50,
	tags: 20
} as const;

export interface Details {
	readonly title: string;
	/** These may be empty. */
	readonly artist: string;
	readonly album: string;
	readonly genre: string;
	/** When it was made. */
	readonly year: number | null;
	readonly tags: readonly string[];
}

/** A title from a file name: no folder, no ending, no underscores. */
export function titleFrom(fileName: string): string {
	const bare = fileName
		.replace(/\.[^.]{1,5}$/, '')
		.replace(/[_\s]+/g, ' ')
		.trim();
	return (bare || fileName).slice(0, LIMITS.title);
}

/** The part of a document that these are. */
export const detailsIn = ({ title, artist, album, genre, year, tags }: Details): Details => ({
	title,
	artist,
	album,
	genre,
	year,
	tags
});

/** What a score begins with. */
export const NOTHING_SAID = { artist: '', album: '', genre: '', year: null, tags: [] as string[] };

/**
 * Tags as they were typed, between commas or after hashes. A tag is said once, whatever its
 * capitals; what is too long or too many is left out.
 */
export function tagsIn(typed: string): string[] {
	const tags = new Map<string, string>();
	for (const part of typed.normalize('NFC').split(/[,，、;#\n]/)) {
		const tag = part.replace(/\s+/g, ' ').trim();
		const same = tag.toLowerCase();
		if (tag && tag.length <= LIMITS.tag && !tags.has(same)) tags.set(same, tag);
	}
	return [...tags.values()].slice(0, LIMITS.tags);
}

/** A year as it was typed; null when it is none. */
export function yearIn(typed: string): number | null {
	const digits = /^\s*(\d{1,4})\s*$/.exec(typed)?.[1];
	return digits && Number(digits) > 0 ? Number(digits) : null;
}
