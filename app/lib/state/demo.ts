/** The demo: a recording that the project made itself, so that anyone may hear and copy it. */

export const DEMO = { url: '/demo/arirang.mp3', seconds: 34 } as const;

/**
 * The demo is heard like any other recording. Its metre has been set as a person would set it: the song
 * counts three, which the ear reads as four; the inspector shows the choice and gives it back.
 */
export const DEMO_WRITING = { metre: { beats: 3, unit: 4 } } as const;

/** @returns undefined when it cannot be fetched: the first visit was cut off before it came */
export async function fetchDemo(): Promise<File | undefined> {
	try {
		const response = await fetch(DEMO.url);
		if (!response.ok) return undefined;
		return new File([await response.blob()], 'Arirang.mp3', { type: 'audio/mpeg' });
	} catch (cause) {
		if (cause instanceof TypeError) return undefined; // what fetch throws without a network
		throw cause;
	}
}
