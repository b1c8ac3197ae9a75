import { describe, expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import { findBeatMap } from '#music/rhythm/map.ts';
import { melody, note } from '#tests/support/performance.ts';

const FOUND = { tempo: null, metre: null, repairs: [] } as const;

/** The median beat of what was found, as beats a minute. */
function tempo(notes: readonly PlayedNote[]): number {
	const { beats } = findBeatMap(notes, FOUND);
	const lengths = beats.slice(1).map((beat, i) => beat - beats[i]!);
	return 60 / lengths.sort((a, b) => a - b)[lengths.length >> 1]!;
}

/** Quarters and eighths of a jig, its beat a dotted quarter. */
const JIG = '45:1 64:1 69:1 43:1 62:1 67:1 45:2 69:1 40:1 64:1 68:1 ';

describe('the beat', () => {
	test('of a march is where it was played', () => {
		const march = '48:.5 64:.5 43:.5 64:.5 48:.5 67:.5 43:.5 67:.5 ';

		expect(tempo(melody(march.repeat(6), 0.5))).toBeCloseTo(120, 0);
	});

	test('stays on the chord when the melody comes in late', () => {
		const bars = Array.from({ length: 24 }, (_, i) => i * 0.9);
		const late = bars.flatMap((at, i) => [
			...[55, 59, 64].map((midi) => note(at, at + 0.42, midi)),
			...[55, 59, 64].map((midi) => note(at + 0.45, at + 0.85, midi)),
			note(at + 0.07, at + 0.88, 71 + (i % 3), 0.5)
		]);
		const { beats } = findBeatMap(
			late.sort((a, b) => a.start - b.start),
			FOUND
		);
		const onChord = bars.filter((at) => beats.some((beat) => Math.abs(beat - at) < 0.1));

		expect(onChord.length).toBeGreaterThan(20);
	});
});

describe('a metre', () => {
	test('whose beats all divide by three is six eight', () => {
		const { metre } = findBeatMap(melody(JIG.repeat(6), 0.21), FOUND);

		expect(metre).toEqual({ beats: 6, unit: 8 });
	});

	test('with an accent on every third beat is three four', () => {
		const waltz = '43:1 59:1 62:1 48:1 60:1 64:1 45:1 60:1 64:1 50:1 60:1 66:1 ';
		const { metre, downbeat } = findBeatMap(melody(waltz.repeat(5), 0.42), FOUND);

		expect(metre).toEqual({ beats: 3, unit: 4 });
		expect(downbeat).toBe(0);
	});

	test('that a person has chosen is kept', () => {
		const metre = { beats: 5, unit: 4 } as const;

		expect(
			findBeatMap(melody('60:1 62:1 64:1 65:1 67:1'), { tempo: 120, metre, repairs: [] }).metre
		).toEqual(metre);
	});
});
