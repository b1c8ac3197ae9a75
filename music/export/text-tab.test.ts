import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTextTab } from '#music/export/text-tab.ts';
import { TUNINGS } from '#music/tab/tuning.ts';
import { score } from '#tests/support/notation.ts';

const ABOUT = { title: '달빛 산책', artist: 'Ana' };
const lines = (text: string) => text.trimEnd().split('\n');

describe('toTextTab', () => {
	test('writes a pickup, chords, triplets and a held note as players write them', () => {
		const music = score(
			'3/4',
			'D',
			`A2@5:0:q
			| D3@4:0:q. (F#3@4:4 A3@3:2):e {3:2 B3@2:0:e C4@2:1:e C#4@2:2:e }
			| D4@2:3:h.~ | D4@2:3:h E4@1:12:q`
		);

		expect(toTextTab(music, ABOUT)).toBe(`달빛 산책
Ana

3/4, 120 bpm, D major
Tuning: E2,A2,D3,G3,B3,E4 (standard)

  0   1                   2       3
e|---|-------------------|-------|-------12-|
B|---|-------------0-1-2-|-3-----|----------|
G|---|----------2--------|-------|----------|
D|---|-0--------4--------|-------|----------|
A|-0-|-------------------|-------|----------|
E|---|-------------------|-------|----------|
`);
	});

	test('spaces notes by their length', () => {
		const music = score('4/4', 'C', 'E4@1:0:h F4@1:1:q G4@1:3:e A4@1:5:e');

		const top = lines(toTextTab(music, ABOUT)).find((line) => line.startsWith('e|'))!;

		expect([...top.matchAll(/\d/g)].map(({ index }) => index - 3)).toEqual([0, 8, 12, 14]);
	});

	test('says which tuning and capo, and labels the strings by it', () => {
		const tuning = TUNINGS.find(({ id }) => id === 'half-step-down')!.strings;

		const text = lines(toTextTab(score('4/4', 'C', 'R', { tuning, capo: 2 }), ABOUT));

		expect(text).toContain('Tuning: Eb2,Ab2,C#3,F#3,Bb3,Eb4');
		expect(text).toContain('Capo: fret 2');
		expect(text.slice(-6).map((line) => line.slice(0, 3))).toEqual([
			'eb|',
			'Bb|',
			'F#|',
			'C#|',
			'Ab|',
			'Eb|'
		]);
	});

	test('a score without tab gives its heading and no strings', () => {
		const text = toTextTab(score('4/4', 'Am', 'A4:w', { instrument: 'melody' }), ABOUT);

		expect(lines(text)).toEqual(['달빛 산책', 'Ana', '', '4/4, 120 bpm, A minor']);
	});

	test('whatever is played, lines end by column 80, are equally long, and no fret is lost or cut', () => {
		const note = fc.record({
			string: fc.integer({ min: 1, max: 6 }),
			fret: fc.integer({ min: 0, max: 22 }),
			value: fc.constantFrom('q', 'e', 's', 't')
		});
		const parts = { q: 8, e: 4, s: 2, t: 1 };
		fc.assert(
			fc.property(fc.array(fc.array(note, { maxLength: 40 }), { minLength: 1 }), (bars) => {
				const music = bars.map((bar) => {
					let room = 64;
					const words = bar.flatMap(({ string, fret, value }) => {
						room -= parts[value];
						return room < 0 ? [] : [`C4@${string}:${fret}:${value}`];
					});
					return words.length === 0 ? 'R' : words.join(' ');
				});
				const fingered = music.join(' ').matchAll(/@(\d):(\d+)/g);
				const expected = [...fingered].map(([, string, fret]) => `${string}:${fret}`);

				const text = lines(toTextTab(score('8/4', 'C', music.join(' | ')), ABOUT));

				const systems = text.filter((line) => /^[eBGDAE]\|/.test(line));
				const found: string[] = [];
				for (let i = 0; i < systems.length; i += 6) {
					const six = systems.slice(i, i + 6);
					expect(new Set(six.map((line) => line.length)).size).toBe(1);
					expect(six[0]!.length).toBeLessThanOrEqual(80);
					const frets = six.flatMap((line, k) =>
						[...line.matchAll(/\d+/g)].map(({ index, 0: fret }) => ({ index, k: k + 1, fret }))
					);
					frets.sort((a, b) => a.index - b.index);
					found.push(...frets.map(({ k, fret }) => `${k}:${fret}`));
				}
				expect(found).toEqual(expected);
			}),
			{ numRuns: 60 }
		);
	});
});
