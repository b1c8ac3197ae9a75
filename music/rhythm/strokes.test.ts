import { expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import { strokesOf } from '#music/rhythm/strokes.ts';
import { note } from '#tests/support/performance.ts';

/** Each word a note: `60@1.2-2` sounds from 1.2 to 2 seconds; `L` before it is the left hand's. */
const play = (line: string): { notes: readonly PlayedNote[]; hands: readonly number[] } => {
	const words = line.split(' ').map((word) => {
		const [, hand, midi, start, end] = /(L?)(\d+)@([\d.]+)-([\d.]+)/.exec(word)!;
		return { hand: hand === 'L' ? 1 : 0, played: note(Number(start), Number(end), Number(midi)) };
	});
	words.sort((a, b) => a.played.start - b.played.start);
	return { notes: words.map(({ played }) => played), hands: words.map(({ hand }) => hand) };
};

const strokes = (line: string): string => {
	const { notes, hands } = play(line);
	const found = strokesOf(notes, hands);
	const kept = found.strokes.map((stroke) => {
		const pitches = stroke.notes.map((n) => notes[n]!.pitch).join('+');
		const rolled = stroke.notes.every((n) => found.rolled.has(n));
		return `${pitches}${rolled ? ' rolled' : ''}`;
	});
	const graces = [...found.graces].map(
		([grace, main]) => `${notes[grace]!.pitch} leans on ${notes[main]!.pitch}`
	);
	return [...kept, ...graces].join(', ');
};

test('a chord that is spread from the bass up is one rolled chord', () => {
	expect(strokes('48@1-2.5 55@1.06-2.5 64@1.12-2.5 72@1.19-2.5')).toBe('48+55+64+72 rolled');
});

test('a quick strum is a chord like any other', () => {
	expect(strokes('48@1-2 55@1.02-2 64@1.04-2 67@1.07-2')).toBe('48+55+64+67');
});

test('a run is no rolled chord, though the pedal holds it', () => {
	expect(
		strokes('60@1-2 62@1.08-2 64@1.16-2 65@1.24-2 67@1.32-2 69@1.4-2 71@1.48-2 72@1.56-2')
	).not.toContain('rolled');
});

test('a short neighbouring tone just before a note leans on it', () => {
	expect(strokes('60@0-0.5 71@0.93-1.0 72@1-1.9')).toBe('60, 72, 71 leans on 72');
});

test('a note of a trill leans on nothing', () => {
	expect(strokes('71@1-1.08 72@1.08-1.16 71@1.16-1.24 72@1.24-1.32 71@1.32-1.4')).not.toContain(
		'leans'
	);
});

test('a tone that leaps is no grace note', () => {
	expect(strokes('60@0-0.5 64@0.93-1.0 72@1-1.9')).toBe('60, 64, 72');
});

test('hands that come in one after the other may mean the same moment', () => {
	const { notes, hands } = play('L48@1-2 72@1.06-2 L50@3-4');
	const [left, right] = strokesOf(notes, hands).strokes;

	expect([left!.from, left!.to]).toEqual([right!.from, right!.to]);
});
