import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Refused } from '#api/errors.ts';
import { kindOf } from './sniff.ts';

const kind = (bytes: Uint8Array): Promise<string> =>
	kindOf({
		size: bytes.length,
		at: async (place, length) => bytes.subarray(place, place + length)
	});

const fixture = (name: string): Buffer => readFileSync(`tests/fixtures/audio/${name}`);
const text = (words: string): Buffer => Buffer.from(words, 'latin1');
const joined = (...parts: readonly (string | Uint8Array)[]): Buffer =>
	Buffer.concat(parts.map((part) => (typeof part === 'string' ? text(part) : part)));

const long = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
};
const silence = Buffer.alloc(4_000);
const format = joined(
	long(16),
	Buffer.from([1, 0, 1, 0]),
	long(22_050),
	long(44_100),
	long(0x100002)
);
const wav = joined('RIFF', long(4_036), 'WAVEfmt ', format, 'data', long(4_000), silence);
const aiff = joined(
	'FORM',
	long(0).swap32(),
	'AIFFCOMM',
	long(18).swap32(),
	Buffer.alloc(18, 1),
	'SSND',
	long(4_000).swap32(),
	silence
);
/** A frame of raw AAC: its header says how long it is. */
const frame = joined(Buffer.from([0xff, 0xf1, 0x50, 0x80, 0x02, 0xff, 0xfc]), Buffer.alloc(16));
const aac = joined(frame, frame, frame, frame);
const movie = joined(
	fixture('clicks.mp4').subarray(0, 8),
	'qt  ',
	fixture('clicks.mp4').subarray(12)
);
const id3 = joined('ID3', Buffer.from([4, 0, 0, 0, 0, 0, 40]), Buffer.alloc(40, 65));

describe('a recording', () => {
	test.each([
		['audio/mpeg', fixture('clicks.mp3')],
		['audio/mpeg', readFileSync('static/demo/arirang.mp3')],
		['audio/flac', fixture('clicks.flac')],
		['audio/flac', joined(id3, fixture('clicks.flac'))],
		['audio/ogg', fixture('clicks.ogg')],
		['audio/ogg', fixture('clicks.opus')],
		['audio/mp4', fixture('clicks.m4a')],
		['video/mp4', fixture('clicks.mp4')],
		['video/quicktime', movie],
		['video/webm', fixture('clicks.webm')],
		['audio/wav', wav],
		['audio/aiff', aiff],
		['audio/aac', aac],
		['audio/aac', joined(id3, aac)]
	])('is known as %s by its bytes', async (expected, bytes) => {
		expect(await kind(bytes)).toBe(expected);
	});
});

const zip = joined('PK\x03\x04', Buffer.alloc(400, 7));
const page = text(`<!doctype html><script>fetch('/api/account')</script>${' '.repeat(400)}`);

describe('what is none', () => {
	test.each([
		['nothing', Buffer.alloc(0), 'An empty file'],
		[
			'an M3U playlist',
			text('#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest'),
			'list of other'
		],
		[
			'an HLS playlist',
			text('#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="file:///etc/passwd"\n'),
			'list'
		],
		['a PLS playlist', text('[playlist]\nFile1=http://10.0.0.1/\n'), 'list of other'],
		['a concat script', text("ffconcat version 1.0\nfile '/etc/passwd'\n"), 'list of other'],
		['a page', page, 'A page of text'],
		['a drawing that runs', text('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 'text'],
		['a zip', zip, 'An archive'],
		['a bomb of gzip', gzipSync(Buffer.alloc(1_000_000)), 'An archive'],
		['a program', joined('\x7fELF', Buffer.alloc(500, 1)), 'no audio or video file'],
		['a picture', joined(Buffer.from([0x89]), 'PNG\r\n\x1a\n', Buffer.alloc(99)), 'no audio']
	])('%s is refused', async (_, bytes, words) => {
		await expect(kind(bytes)).rejects.toThrow(words);
		await expect(kind(bytes)).rejects.toBeInstanceOf(Refused);
	});

	test.each([
		['MP3 over a zip', joined(id3, zip)],
		['MP3 over a page', joined(Buffer.from([0xff, 0xfb, 0x90, 0x64]), page)],
		['raw AAC over a page', joined(frame.subarray(0, 7), page)],
		['WAV over a page', joined('RIFF', long(900), 'WAVE', page)],
		['WAV without sound', wav.subarray(0, 36)],
		['AIFF over a zip', joined('FORM', long(9), 'AIFF', zip)],
		['FLAC over a zip', joined('fLaC', zip)],
		['FLAC with nothing behind its head', fixture('clicks.flac').subarray(0, 60)],
		['Ogg over a page', joined('OggS', page)],
		['Ogg with one page', fixture('clicks.ogg').subarray(0, 58)],
		['MP4 over a page', joined(fixture('clicks.mp4').subarray(0, 32), page)],
		['a picture in the boxes of MP4', joined(long(24).swap32(), 'ftypheic', Buffer.alloc(12), zip)],
		['MP4 cut off before its tracks', fixture('clicks.mp4').subarray(0, 200)],
		['WebM over a page', joined(fixture('clicks.webm').subarray(0, 20), page)],
		[
			'Matroska of an unknown kind',
			text(fixture('clicks.webm').toString('latin1').replace('webm', 'evil'))
		]
	])('a file that says %s is refused', async (_, bytes) => {
		await expect(kind(bytes)).rejects.toThrow('what follows is something else');
	});

	test('no bytes of any kind make it stumble', async () => {
		const starts = ['clicks.mp4', 'clicks.webm', 'clicks.ogg', 'clicks.flac', 'clicks.mp3'];
		for (const name of starts) {
			const whole = fixture(name);
			for (let length = 0; length < 300; length += 1) {
				const cut = whole.subarray(0, length);
				await kind(cut).catch((cause: unknown) => expect(cause).toBeInstanceOf(Refused));
			}
		}
	});
});
