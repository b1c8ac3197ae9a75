import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toTextTab } from '#music/export/text-tab.ts';
import type { Chord, ChordNote, ChordSymbol, Score } from '#music/score/score.ts';
import { tabOf } from '#music/tab/instruments.ts';
import { TUNINGS } from '#music/tab/tuning.ts';
import { ticks } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';

const ABOUT = { title: '달빛 산책', artist: 'Ana' };
const lines = (text: string) => text.trimEnd().split('\n');

/** The same score, with notes changed by the number in which they were played. */
function changed(music: Score, changes: Readonly<Record<number, Partial<ChordNote>>>): Score {
	const bars = music.bars.map((bar) => ({
		...bar,
		voices: bar.voices.map((voice) => ({
			...voice,
			events: voice.events.map((event) =>
				event.kind === 'rest'
					? event
					: { ...event, notes: event.notes.map((note) => ({ ...note, ...changes[note.played] })) }
			)
		}))
	}));
	return { ...music, bars };
}

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

	test('writes chord symbols over what is struck with them, and names sections', () => {
		const music = score('4/4', 'C', 'C4@2:1:q E4@1:0:h. | A3@3:2:w | F3@4:3:w');
		const symbol = (at: number, step: 'C' | 'A' | 'F', quality: ChordSymbol['quality']) =>
			({ at: ticks(at), root: { step, alter: 0 }, quality, bass: null }) as const;
		const symbols = [
			symbol(0, 'C', 'major-seventh'),
			symbol(960, 'C', 'dominant'),
			symbol(5760, 'A', 'minor'),
			{ ...symbol(7680, 'F', 'half-diminished'), bass: { step: 'E', alter: -1 } } as const
		];
		const bars = music.bars.map((bar, b) => ({ ...bar, section: ['A', null, 'B'][b]! }));

		expect(lines(toTextTab({ ...music, bars, symbols }, ABOUT)).slice(-8)).toEqual([
			'  1 [A]     2         3 [B]',
			'   Cmaj7 C7      Am    Fm7b5/Eb',
			'e|---0-----|---------|---------|',
			'B|-1-------|---------|---------|',
			'G|---------|-2-------|---------|',
			'D|---------|---------|-3-------|',
			'A|---------|---------|---------|',
			'E|---------|---------|---------|'
		]);
	});

	test('spaces notes by their length', () => {
		const music = score('4/4', 'C', 'E4@1:0:h F4@1:1:q G4@1:3:e A4@1:5:e');

		const top = lines(toTextTab(music, ABOUT)).find((line) => line.startsWith('e|'))!;

		expect([...top.matchAll(/\d/g)].map(({ index }) => index - 3)).toEqual([0, 8, 12, 14]);
	});

	test('says which tuning and capo, and labels the strings by it', () => {
		const tuning = TUNINGS.find(({ id }) => id === 'half-step-down')!.strings;

		const text = lines(toTextTab(score('4/4', 'C', 'R', { tuning, capo: 2 }), ABOUT));

		expect(text).toContain('Tuning: Eb2,Ab2,C#3,F#3,Bb3,Eb4 (half step down)');
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

	test('writes how notes are played, and says what the signs mean', () => {
		const music = changed(
			score(
				'4/4',
				'C',
				'A3@3:2:e B3@3:4:e A3@3:2:q D4@2:3:e E4@2:5:e D4@2:3:q | E4@2:5:h D4@3:7:h'
			),
			{
				0: { techniques: [{ kind: 'hammer-on' }] },
				1: { techniques: [{ kind: 'pull-off' }] },
				3: { techniques: [{ kind: 'slide' }] },
				4: { techniques: [{ kind: 'slide' }] },
				6: { techniques: [{ kind: 'bend', semitones: 2, release: true }] },
				7: { techniques: [{ kind: 'bend', semitones: 0.5, release: false }, { kind: 'vibrato' }] }
			}
		);

		const text = lines(toTextTab(music, ABOUT));

		expect(text).toContain('h hammer-on, p pull-off, / \\ slide, b bend, r release, ~ vibrato');
		expect(text.filter((line) => /^[BG]\|/.test(line))).toEqual([
			'B|-------------3/-5\\-3-----|-5b7r5-------|',
			'G|-2h-4p-2-----------------|-------7b~---|'
		]);
	});

	test('writes grace notes before the note they belong to', () => {
		const music = score('4/4', 'C', 'C4@2:1:h D4@2:3:h');
		const [, main] = music.bars[0]!.voices[0]!.events;
		const note = (main as Chord).notes[0]!;
		const grace = [{ ...note, played: 2, position: { string: 2, fret: 1 } }];
		const events = [music.bars[0]!.voices[0]!.events[0]!, { ...(main as Chord), grace }];
		const bar = { ...music.bars[0]!, voices: [{ ...music.bars[0]!.voices[0]!, events }] };

		const text = lines(toTextTab({ ...music, bars: [bar] }, ABOUT));

		expect(text).toContain('B|-1---1-3-|');
	});

	test.each([
		['ukulele', 'A E C g', 'Tuning: G4,C4,E4,A4 (ukulele)'],
		['banjo', 'D B G D g', 'Tuning: G4,D3,G3,B3,D4 (banjo)'],
		['bass', 'G D A E', 'Tuning: E1,A1,D2,G2 (4-string bass)']
	] as const)('labels the strings of a %s as its players do', (instrument, names, tuning) => {
		const tab = tabOf(instrument, { tuning: null, capo: 0 });

		const text = lines(toTextTab({ ...score('4/4', 'C', 'R'), tab }, ABOUT));

		expect(text).toContain(tuning);
		const strings = text.slice(-tab!.tuning.length);
		expect(strings.map((line) => line[0]).join(' ')).toBe(names);
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
