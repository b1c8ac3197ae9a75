/** What a file is, by its first bytes and never by its name. */
import { id3Length } from '#models/audio/gapless.ts';

export type Kind =
	| 'wav'
	| 'flac'
	| 'mp3'
	| 'ogg-vorbis'
	| 'ogg-opus'
	/** A list of other files, or a page of text: nothing that is sound itself. */
	| 'text'
	/** Something that a general decoder may know. */
	| 'other';

/** `head` is the start of the file, 64 KB where there is so much. */
export function sniff(head: Uint8Array): Kind {
	const body = head.subarray(Math.min(id3Length(head), head.length));
	const begins = (text: string, at = 0) =>
		[...text].every((char, i) => body[at + i] === char.charCodeAt(0));

	if (begins('RIFF') && begins('WAVE', 8)) return 'wav';
	if (begins('fLaC')) return 'flac';
	if (begins('OggS')) {
		const packet = 27 + (body[26] ?? 0);
		if (begins('\x01vorbis', packet)) return 'ogg-vorbis';
		if (begins('OpusHead', packet)) return 'ogg-opus';
		return 'other';
	}
	if (isLayer3(body) || (body.length === 0 && head.length > 0)) return 'mp3';
	return isText(head) ? 'text' : 'other';
}

function isLayer3(bytes: Uint8Array): boolean {
	const [sync, kind, rate] = bytes;
	if (sync !== 0xff || kind === undefined || rate === undefined) return false;
	return (kind & 0xe6) === 0xe2 && rate >> 4 !== 15 && ((rate >> 2) & 3) !== 3;
}

/** Letters, line ends and whole UTF-8 only. */
function isText(bytes: Uint8Array): boolean {
	const start = bytes.subarray(0, 512);
	return start.length > 0 && start.every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));
}
