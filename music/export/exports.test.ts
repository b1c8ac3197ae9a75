/** Whatever was heard, every export is a file that its readers accept. */
import fc from 'fast-check';
import { parseMidi } from 'midi-file';
import { parse, validate } from 'musicxml-io';
import { expect, test } from 'vitest';
import { toMidi } from '#music/export/midi.ts';
import { toMusicXml } from '#music/export/musicxml.ts';
import { toTextTab } from '#music/export/text-tab.ts';
import { toTranscript } from '#music/export/transcript.ts';
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { writeScore } from '#music/write.ts';

const ABOUT = { title: '달빛', artist: '' };

const heard = fc
	.array(
		fc.record({
			pitch: fc.integer({ min: 21, max: 108 }).map(pitch),
			start: fc.double({ min: 0, max: 20, noNaN: true }),
			length: fc.double({ min: 0.05, max: 3, noNaN: true })
		}),
		{ maxLength: 40 }
	)
	.map((notes): readonly PlayedNote[] =>
		notes
			.map(({ pitch, start, length }) => ({
				pitch,
				start: seconds(start),
				end: seconds(start + length),
				level: 0.5
			}))
			.sort(byStartAndPitch)
	);

const settings: fc.Arbitrary<WriteSettings> = fc.record({
	instrument: fc.constantFrom('guitar' as const, 'piano' as const, 'melody' as const, null),
	metre: fc.constantFrom(
		null,
		{ beats: 3, unit: 4 as const },
		{ beats: 6, unit: 8 as const },
		{ beats: 5, unit: 8 as const },
		{ beats: 2, unit: 2 as const }
	),
	tempo: fc.constantFrom(null, 60, 180),
	key: fc.constantFrom(null, { fifths: -7, mode: 'minor' as const }),
	tuning: fc.constant(DEFAULT_WRITING.tuning),
	capo: fc.integer({ min: 0, max: 4 }),
	arrangement: fc.constantFrom('full' as const, 'intermediate' as const, 'easy' as const),
	chordSymbols: fc.constantFrom(null, true),
	repairs: fc.constant([]),
	pins: fc.constant([])
});

test('any notes at all can be exported, and read back', { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(heard, settings, (notes, chosen) => {
			const score = writeScore(notes, chosen);

			expect(validate(parse(toMusicXml(score, ABOUT))).errors).toEqual([]);

			const [track = []] = parseMidi(toMidi(score, ABOUT)).tracks;
			const count = (type: string) => track.filter((event) => event.type === type).length;
			expect(count('noteOn')).toBe(count('noteOff'));
			expect(track.every(({ deltaTime }) => deltaTime >= 0)).toBe(true);

			const lines = toTextTab(score, ABOUT).split('\n');
			expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);

			expect(toTranscript(notes, score).notes).toHaveLength(notes.length);
		}),
		{ numRuns: 60 }
	);
});
