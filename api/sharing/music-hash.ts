/**
 * Tells copies of the same music, whatever they are called and however they were corrected since:
 * corrections lie beside the notes that were heard.
 */
import type { ScoreDocument } from '#music/document.ts';

/** @returns 32 hexadecimal digits; '' when nothing was heard, which makes no two scores the same */
export async function musicHash({ notes }: Pick<ScoreDocument, 'notes'>): Promise<string> {
	if (notes.length === 0) return '';
	const text = JSON.stringify(notes.map(({ pitch, start, end }) => [pitch, start, end]));
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	const bytes = new Uint8Array(digest, 0, 16);
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
