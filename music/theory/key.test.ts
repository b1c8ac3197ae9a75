import { expect, test } from 'vitest';
import { keyName } from '#music/export/key-name.ts';
import { findKey } from '#music/theory/key.ts';
import { melody } from '#tests/support/performance.ts';

test.each([
	['a scale and its close', '60:1 62:1 64:1 65:1 67:1 69:1 71:1 72:2 67:1 64:1 60:2', 'C major'],
	[
		'its relative minor, with the raised seventh',
		'57:2 59:1 60:1 62:1 64:2 65:1 64:1 56:1 57:2',
		'A minor'
	],
	['two flats', '58:2 60:1 62:1 63:1 65:2 67:1 69:1 70:2 65:1 62:1 58:2', 'Bb major'],
	['four sharps', '52:2 54:1 56:1 57:1 59:2 61:1 63:1 64:2 59:1 56:1 52:2', 'E major'],
	['a minor key with flats', '60:2 62:1 63:2 65:1 67:2 68:1 67:1 59:1 60:3', 'C minor']
])('%s is in its key', (_, line, name) => {
	expect(keyName(findKey(melody(line)))).toBe(name);
});

test('the same tones end in major or in minor by where they rest', () => {
	const tones = '60:1 62:1 64:1 65:1 67:1 69:1 71:1 72:1 ';

	expect(findKey(melody(`${tones}67:1 64:1 60:4`)).mode).toBe('major');
	expect(findKey(melody(`${tones}69:1 64:2 57:2 69:2 64:2 57:4`)).mode).toBe('minor');
});

test('a piece that breaks off is in the key it began in', () => {
	const tones = '62:1 64:1 65:1 67:1 69:1 71:1 72:1 ';

	expect(findKey(melody(`60:1 ${tones}64:1 62:1`)).mode).toBe('major');
	expect(findKey(melody(`57:1 ${tones}64:1 62:1`)).mode).toBe('minor');
});

test('silence has no accidentals', () => {
	expect(findKey([])).toEqual({ fifths: 0, mode: 'major' });
});
