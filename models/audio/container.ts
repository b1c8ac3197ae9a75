/**
 * Which of ffmpeg's demuxers reads a file, by its first bytes. It is told which, and so never tries
 * them all on what a stranger sent; what is not in this list is no sound to us, playlists above all.
 */
import { id3Length } from '#models/audio/gapless.ts';

/** Name of the demuxer, where it is looked at, and what is there (`.` is any byte). */
const SIGNS: readonly (readonly [demuxer: string, at: number, bytes: string])[] = [
	['mov', 4, 'ftyp'],
	['mov', 4, 'moov'],
	['mov', 4, 'mdat'],
	['mov', 4, 'wide'],
	['mov', 4, 'free'],
	['mov', 4, 'skip'],
	['matroska', 0, '\x1a\x45\xdf\xa3'],
	['ogg', 0, 'OggS'],
	['aiff', 0, 'FORM....AIF'],
	['caf', 0, 'caff'],
	['wav', 0, 'RF64....WAVE'],
	['w64', 0, 'riff\x2e\x91\xcf\x11'],
	['asf', 0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11'],
	['avi', 0, 'RIFF....AVI '],
	['flv', 0, 'FLV\x01'],
	['mpeg', 0, '\x00\x00\x01\xba'],
	['amr', 0, '#!AMR'],
	['ape', 0, 'MAC '],
	['wv', 0, 'wvpk'],
	['tta', 0, 'TTA1'],
	['au', 0, '.snd'],
	['mpc', 0, 'MP+'],
	['mpc8', 0, 'MPCK'],
	['dsf', 0, 'DSD '],
	['tak', 0, 'tBaK'],
	['voc', 0, 'Creative Voice File'],
	['ac3', 0, '\x0b\x77'],
	['mpegts', 0, 'G']
];

const PACKET = 188;

/** @returns null when it is none that we know. `head` is the start of the file, 64 KB where there is so much. */
export function containerOf(head: Uint8Array): string | null {
	const body = head.subarray(Math.min(id3Length(head), head.length));
	for (const [demuxer, at, bytes] of SIGNS) {
		const there = [...bytes].every(
			(char, i) => (char === '.' && bytes !== '.snd') || body[at + i] === char.charCodeAt(0)
		);
		if (there && (demuxer !== 'mpegts' || isStream(body))) return demuxer;
	}
	return streamOfFrames(body);
}

/** A transport stream has its mark at the head of each packet. */
const isStream = (body: Uint8Array): boolean => body[PACKET] === 0x47 && body[2 * PACKET] === 0x47;

/** MPEG frames without a container: AAC has the layer 0, MP1 and MP2 the others. */
function streamOfFrames([sync, kind]: Uint8Array): string | null {
	if (sync !== 0xff || kind === undefined) return null;
	if ((kind & 0xf6) === 0xf0) return 'aac';
	return (kind & 0xe0) === 0xe0 && (kind & 0x06) !== 0 ? 'mp3' : null;
}
