/**
 * A sound file and settings in, the text of a `ScoreDocument` out: what the command line writes and
 * the server's worker sends, byte for byte the same.
 */
import { createHash } from 'node:crypto';
import { documentOf, type HeardFile, type Piece } from '#models/document.ts';
import type { ScoreDocument } from '#music/document.ts';

const NIL = '00000000-0000-0000-0000-000000000000';

/** The document, with an id that follows from all that is in it. */
export function documentTextOf(piece: Piece, heard: HeardFile): string {
	const document = documentOf(piece, heard, NIL);
	return textOf({ ...document, id: idOf(textOf(document)) });
}

const textOf = (document: ScoreDocument): string => `${JSON.stringify(document)}\n`;

/** A UUID of version 8 (RFC 9562): 122 bits of SHA-256. */
function idOf(text: string): string {
	const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
	bytes[6] = (bytes[6]! & 0x0f) | 0x80;
	bytes[8] = (bytes[8]! & 0x3f) | 0x80;
	return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
