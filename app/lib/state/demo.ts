/** The demo: a recording that the project made itself, so that anyone may hear and copy it. */

export const DEMO = { url: '/demo/arirang.mp3', seconds: 34 } as const;

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
