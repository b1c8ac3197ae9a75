/**
 * What an uploaded file is, by its bytes and never by its name: sound or film in a container that
 * the ear can be told to expect. Everything else is refused, each with its sentence.
 */
import { Refused } from '#api/errors.ts';
import {
	isChunked,
	isFlac,
	isFramed,
	isMp4,
	isOgg,
	matroskaKind,
	type Peek
} from './containers.ts';

/** Bytes that are enough to say what a file claims to be. */
export const HEAD = 4096;

type Claim = 'wav' | 'aiff' | 'flac' | 'mp3' | 'aac' | 'ogg' | 'mp4' | 'matroska';

const ARCHIVES: readonly (readonly number[])[] = [
	[0x50, 0x4b], // zip, and what is one
	[0x1f, 0x8b], // gzip
	[0x42, 0x5a, 0x68], // bzip2
	[0xfd, 0x37, 0x7a, 0x58, 0x5a], // xz
	[0x37, 0x7a, 0xbc, 0xaf], // 7z
	[0x52, 0x61, 0x72, 0x21], // rar
	[0x28, 0xb5, 0x2f, 0xfd] // zstd
];

/** What the first bytes say that it is. Throws `Refused` when it can be no recording. */
export function claimOf(head: Uint8Array): Claim {
	if (head.length === 0) throw noRecording('An empty file is no recording.');
	const begins = (bytes: readonly number[], at = 0): boolean =>
		bytes.every((byte, i) => head[at + i] === byte);
	const says = (words: string, at = 0): boolean =>
		begins(
			[...words].map((letter) => letter.charCodeAt(0)),
			at
		);

	if ((says('RIFF') || says('RF64')) && says('WAVE', 8)) return 'wav';
	if (says('FORM') && (says('AIFF', 8) || says('AIFC', 8))) return 'aiff';
	if (says('fLaC')) return 'flac';
	if (says('OggS')) return 'ogg';
	if (says('ftyp', 4)) return 'mp4';
	if (begins([0x1a, 0x45, 0xdf, 0xa3])) return 'matroska';
	if (says('ID3') || isLayer3(head)) return 'mp3';
	if (head[0] === 0xff && (head[1]! & 0xf6) === 0xf0) return 'aac';
	if (ARCHIVES.some((archive) => begins(archive))) {
		throw noRecording('An archive is no recording; unpack it first.');
	}
	if (isText(head)) throw noRecording('A page of text, or a list of other files, is no recording.');
	throw noRecording('This is no audio or video file of a kind that is taken here.');
}

/** The kind of a whole file, as browsers write kinds. Throws `Refused` when it is not what it says. */
export async function kindOf(file: Peek): Promise<string> {
	const head = await file.at(0, HEAD);
	const claim = claimOf(head);
	const kind = await provenKind(file, claim, head);
	if (kind) return kind;
	throw noRecording(`The file begins like ${claim}, but what follows is something else.`);
}

async function provenKind(file: Peek, claim: Claim, head: Uint8Array): Promise<string | null> {
	switch (claim) {
		case 'wav':
		case 'aiff':
			return (await isChunked(file, claim)) ? `audio/${claim}` : null;
		case 'flac':
			return (await isFlac(file, 0)) ? 'audio/flac' : null;
		case 'ogg':
			return (await isOgg(file)) ? 'audio/ogg' : null;
		case 'mp4':
			return (await isMp4(file)) ? mp4Kind(head) : null;
		case 'matroska': {
			const kind = await matroskaKind(file);
			return kind && (kind === 'webm' ? 'video/webm' : 'video/x-matroska');
		}
		case 'mp3':
		case 'aac':
			return framedKind(file);
	}
}

/** Frames, behind as many ID3 tags as there are; a tag may stand before FLAC and AAC, too. */
async function framedKind(file: Peek): Promise<string | null> {
	let start = 0;
	for (let tag = 0; tag < 4; tag += 1) {
		const bytes = await file.at(start, 10);
		if (String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') break;
		start += 10 + bytes.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 127), 0);
	}
	// Some programs leave room behind their tag.
	const room = await file.at(start, HEAD);
	start += Math.max(
		0,
		room.findIndex((byte) => byte !== 0)
	);
	if (await isFramed(file, 'mp3', start)) return 'audio/mpeg';
	if (await isFramed(file, 'aac', start)) return 'audio/aac';
	const behind = String.fromCharCode(...(await file.at(start, 4)));
	return behind === 'fLaC' && (await isFlac(file, start)) ? 'audio/flac' : null;
}

function mp4Kind(head: Uint8Array): string {
	const brand = String.fromCharCode(...head.subarray(8, 12));
	if (brand === 'qt  ') return 'video/quicktime';
	return /^M4[AB] $/.test(brand) ? 'audio/mp4' : 'video/mp4';
}

const isLayer3 = ([sync, kind = 0]: Uint8Array): boolean => sync === 0xff && (kind & 0xe6) === 0xe2;

/** Letters, line ends and whole UTF-8 only. */
const isText = (head: Uint8Array): boolean =>
	head.subarray(0, 512).every((byte) => byte >= 32 || (byte >= 9 && byte <= 13));

const noRecording = (message: string): Refused => new Refused(415, 'not-a-recording', message);
