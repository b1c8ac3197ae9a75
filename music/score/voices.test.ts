import { expect, test } from 'vitest';
import type { LineNote } from '#music/score/line.ts';
import { splitVoices } from '#music/score/voices.ts';

const BEAT = 960;
const BAR = 4 * BEAT;

/** `pitch:start-end` in beats, in order: `40:0-4 64:1-2`. */
const line = (text: string): LineNote[] =>
	text.split(' ').map((word, played) => {
		const [pitch, start, end] = word.split(/[:-]/).map(Number) as [number, number, number];
		return { played, pitch, level: 0.6, start: start * BEAT, end: end * BEAT };
	});

/** The pitches of the two voices in four four, as a guitar is written. */
const voices = (text: string): readonly (readonly number[])[] =>
	splitVoices(
		line(text),
		{ apart: 3, held: 0.2 },
		{ beatTicks: BEAT, barEndAfter: (tick) => (Math.floor(tick / BAR) + 1) * BAR }
	).map((voice) => voice.map(({ pitch }) => pitch));

test('a bass held under picking has a voice of its own', () => {
	expect(voices('40:0-4 64:1-2 67:2-3 64:3-4')).toEqual([[64, 67, 64], [40]]);
});

test('an alternating bass stays below what is picked between its notes', () => {
	expect(voices('40:0-1 64:0.5-1 47:1-2 67:1.5-2 40:2-3 64:2.5-3 47:3-4 67:3.5-4')).toEqual([
		[64, 67, 64, 67],
		[40, 47, 40, 47]
	]);
});

test('a scale is one voice, though its notes ring on', () => {
	expect(voices('52:0-2 53:1-3 55:2-4 57:3-5')).toEqual([[52, 53, 55, 57], []]);
});

test('an inner note above a short bass is no bass', () => {
	expect(voices('40:0-0.5 55:1-4 64:2-3 67:3-4')).toEqual([[40, 55, 64, 67], []]);
});

test('one bass note in a bar of chords is not worth a voice', () => {
	const strums = '55:0-1 64:0-1 55:1-2 64:1-2 40:2-3 55:2.5-3 64:2.5-3 55:3-4 64:3-4';

	expect(voices(strums)[1]).toEqual([]);
});

test('where only the bass sounds it is the one voice of its bar', () => {
	const [upper, lower] = voices('40:0-4 64:1-4 41:4-8 40:8-12 64:9-12');

	expect(upper).toEqual([64, 41, 64]);
	expect(lower).toEqual([40, 40]);
});
