/** What an MP3's first frame says about the encoder's own silence. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { gaplessOf, id3Length } from '#models/audio/gapless.ts';

const file = readFileSync('tests/fixtures/audio/clicks.mp3');

describe('the encoder delay of an mp3', () => {
	test('is told by its first frame, to the sample', () => {
		expect(gaplessOf(file.subarray(id3Length(file)))).toEqual({
			skip: 1105,
			keep: 3 * 44_100
		});
	});

	test('is unknown when the first frame is already music', () => {
		const start = id3Length(file);
		const frame = file.indexOf(Buffer.from([0xff, file[start + 1]!]), start + 4);

		expect(gaplessOf(file.subarray(frame))).toBeNull();
	});

	test('is unknown of anything else', () => {
		expect(gaplessOf(new Uint8Array())).toBeNull();
		expect(gaplessOf(new Uint8Array(1000))).toBeNull();
	});

	test('is looked for behind the tags', () => {
		expect(id3Length(file)).toBeGreaterThan(10);
		expect(id3Length(new Uint8Array(20))).toBe(0);
	});
});
