import { expect, test } from 'vitest';
import { ScoreCard } from '#music/card.ts';
import { cardOf } from '#music/card/card-of.ts';
import { DEFAULT_WRITING } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { score } from '#tests/support/notation.ts';
import { licks } from '#tests/support/songs.ts';
import { tune, withBass } from '#tests/support/tunes.ts';

test('a card is what a server takes', () => {
	const notes = withBass(tune('Arirang'));
	const card = cardOf(writeScore(notes, { ...DEFAULT_WRITING, instrument: 'guitar' }), notes);

	expect(ScoreCard.parse(card)).toEqual(card);
	expect(card).toMatchObject({ instrument: 'guitar', tuning: [40, 45, 50, 55, 59, 64], capo: 0 });
});

test('an empty page has none', () => {
	expect(cardOf(score('4/4', 'C', 'R'), [])).toBeNull();
});

test('a tempo is in quarter notes, whatever the metre counts', () => {
	expect(cardOf(score('6/8', 'C', 'C4:q. D4:q.', { tempo: 60 }), [])?.tempo).toBe(90);
});

test('chords are told in the order in which they first come, also where the page names none', () => {
	const chords = ['(A2 E3 A3 C4):w', '(F2 C3 F3 A3):w', '(C3 G3 C4 E4):w', '(G2 D3 G3 B3):w'];
	const twice = [...chords, ...chords].join(' | ');

	expect(cardOf(score('4/4', 'C', twice), [])?.chords).toBe('Am F C G');
});

test('what the hands have to do is named once', () => {
	expect(cardOf(licks(), [])?.techniques).toEqual([
		'bend',
		'grace',
		'hammer-on',
		'pull-off',
		'rolled',
		'slide',
		'vibrato'
	]);
});

test('confidence is that of the notes, where the ear gave any', () => {
	const notes = tune('Arirang');
	const sure = notes.map((note, i) => ({ ...note, confidence: i === 0 ? 0.5 : 1 }));
	const written = writeScore(notes, DEFAULT_WRITING);

	expect(cardOf(written, notes)?.confidence).toBeNull();
	expect(cardOf(written, sure)?.confidence).toBeCloseTo(1 - 0.5 / notes.length, 2);
});
