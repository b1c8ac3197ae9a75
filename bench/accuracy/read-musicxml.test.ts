/**
 * The bench's own reader of MusicXML (the product has none): it reads back what the export writes,
 * and a file that is cut off, altered or something else altogether is a failure, and not a crash.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMusicXml } from './read-musicxml.ts';
import type { Page } from './written-note.ts';
import { toMusicXml } from '#music/export/musicxml.ts';
import { soundingNotes } from '#music/export/sounding.ts';
import type { Score } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';
import { flourish, journey, licks, song } from '#tests/support/songs.ts';

const fileOf = (written: Score): string => toMusicXml(written, { title: 'A song', artist: '' });

const SCORES = [song(), journey(), licks(), flourish()];
const FILES = SCORES.map(fileOf);

function opened(text: string): Page {
	const read = readMusicXml(text);
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

const NAMES = ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];

/** One to three bars of a guitar: notes on two strings in sixteenths to halves, rests, ties, triplets. */
const music = fc
	.array(
		fc.array(
			fc.oneof(
				fc
					.tuple(fc.nat({ max: 12 }), fc.constantFrom('q', 'h', 'q~'))
					.map(([fret, value]) => fingered(1, fret, value)),
				fc
					.tuple(fc.nat({ max: 12 }), fc.nat({ max: 12 }))
					.map(([a, b]) => `(${place(1, a)} ${place(2, b)}):q`),
				fc.nat({ max: 12 }).map((fret) => {
					const [one, other] = [fingered(2, fret, 'e'), fingered(1, fret, 'e')];
					return `{3:2 ${one} r:e ${other} }`;
				}),
				fc.nat({ max: 12 }).map((fret) => `${fingered(2, fret, 'e.')} r:s`)
			),
			{ minLength: 1, maxLength: 5 }
		),
		{ minLength: 1, maxLength: 3 }
	)
	.map((bars) => bars.map((words) => words.join(' ')).join(' | '));

const OPEN = { 1: 64, 2: 59 } as const;

function place(string: 1 | 2, fret: number): string {
	const sounding = OPEN[string] + fret;
	return `${NAMES[sounding % 12]}${Math.floor(sounding / 12) - 1}@${string}:${fret}`;
}

const fingered = (string: 1 | 2, fret: number, value: string): string =>
	`${place(string, fret)}:${value}`;

describe('reading MusicXML back', { timeout: 30_000 }, () => {
	test('gives the pitches, onsets, lengths, strings and frets of any guitar music', () => {
		fc.assert(
			fc.property(music, (line) => {
				const written = score('4/4', 'G', line);

				const read = opened(fileOf(written)).notes.map(
					({ onset, lengths, pitch, fingered: at }) =>
						`${onset.toFixed(3)}+${lengths[0]!.toFixed(3)} ${pitch} ${at?.join(':') ?? '-'}`
				);

				const expected = soundingNotes(written).map(({ start, end, pitch, position }) => {
					const at = position && `${position.string}:${position.fret}`;
					return `${(start / PPQ).toFixed(3)}+${((end - start) / PPQ).toFixed(3)} ${pitch} ${at ?? '-'}`;
				});
				expect(read.sort()).toEqual(expected.sort());
			}),
			// A note that goes on into a unison.
			{ numRuns: 40, examples: [['F#4@1:2:q~ (F#4@1:2 F#4@2:7):q']] }
		);
	});

	test('leaves graces out, and takes a rolled chord as one', () => {
		const onsets = opened(fileOf(flourish())).notes.map(({ onset }) => onset);

		expect(onsets.sort()).toEqual([0, 0, 0, 1, 1, 1, 1]);
	});

	test('knows the first key and metre of a piece that changes both', () => {
		expect(opened(fileOf(journey()))).toMatchObject({ time: '4/4', fifths: -3, staves: 2 });
	});
});

const CODES = ['not-xml', 'not-a-score', 'no-measures'];

/** Reads whatever it is: a page of finite numbers, or one of the failures. */
function survives(text: string): void {
	const read = readMusicXml(text);
	if (!read.ok) return void expect(CODES).toContain(read.error.code);
	for (const { onset, lengths, pitch } of read.value.notes) {
		expect([onset, ...lengths, pitch].every(Number.isFinite)).toBe(true);
	}
}

describe('a bad file', { timeout: 30_000 }, () => {
	test.each([
		['', 'not-xml'],
		['the moon', 'not-xml'],
		['<score-partwise><part>', 'not-xml'],
		['<html/>', 'not-a-score'],
		['<score-timewise/>', 'not-a-score'],
		['<score-partwise/>', 'no-measures'],
		['<score-partwise><part/></score-partwise>', 'no-measures']
	])('is a failure with a name: %j is %s', (text, code) => {
		expect(readMusicXml(text)).toEqual({ ok: false, error: { code } });
	});

	test('that is cut off anywhere never crashes the reader', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...FILES),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(file, at) => survives(file.slice(0, Math.floor(at * file.length)))
			),
			{ numRuns: 40 }
		);
	});

	test('with any number, name or step replaced never crashes the reader', () => {
		const nonsense = fc.oneof(
			fc.constantFrom(
				'',
				'-1',
				'0',
				'NaN',
				'Infinity',
				'1e308',
				'-0.5',
				'1/0',
				'H',
				'∞',
				'4+',
				'+'
			),
			fc.string({ maxLength: 8 }).map((text) => text.replace(/[<>&]/g, ''))
		);
		fc.assert(
			fc.property(fc.constantFrom(...FILES), fc.nat(), nonsense, (file, pick, text) => {
				const values = [...file.matchAll(/>([^<>\n]+)</g)];
				const { index, 0: whole } = values[pick % values.length]!;
				survives(`${file.slice(0, index)}>${text}<${file.slice(index + whole.length)}`);
			}),
			{ numRuns: 80 }
		);
	});

	test('with elements missing, doubled or out of place never crashes the reader', () => {
		const change = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom('drop', 'double', 'move'));
		fc.assert(
			fc.property(
				fc.constantFrom(...FILES),
				fc.array(change, { minLength: 1, maxLength: 6 }),
				(file, all) => {
					const lines = file.split('\n');
					for (const [from, to, how] of all) {
						const [line] = lines.splice(from % lines.length, how === 'double' ? 0 : 1);
						if (how !== 'drop')
							lines.splice(to % lines.length, 0, line ?? lines[from % lines.length]!);
					}
					survives(lines.join('\n'));
				}
			),
			{ numRuns: 80 }
		);
	});

	test('that is nested beyond reason never crashes the reader', () => {
		const deep = 20_000;
		survives(
			`<score-partwise><part><measure><note><pitch><step>${'<a>'.repeat(deep)}${'</a>'.repeat(deep)}</step></pitch></note></measure></part></score-partwise>`
		);
	});
});
