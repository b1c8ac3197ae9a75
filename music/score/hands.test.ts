import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byStartAndPitch, type PlayedNote } from '#music/note.ts';
import { splitHands } from '#music/score/hands.ts';
import { note } from '#tests/support/performance.ts';

/** Each word a moment, a third of a second apart: `48,64` struck together, `71-3` held for three moments. */
const play = (line: string, step = 1 / 3): PlayedNote[] =>
	line
		.split(' ')
		.flatMap((moment, i) =>
			moment === '.'
				? []
				: moment.split(',').map((word) => {
						const [midi, moments = 1] = word.split('-').map(Number) as [number, number?];
						return note(i * step, (i + moments * 0.95) * step, midi);
					})
		)
		.sort(byStartAndPitch);

/** The same line in hands: `L48 R64`. */
const hands = (notes: readonly PlayedNote[]): string => {
	const split = splitHands(notes);
	return notes.map(({ pitch }, i) => `${split[i] === 0 ? 'R' : 'L'}${pitch}`).join(' ');
};

const inLeft = (notes: readonly PlayedNote[]): number[] => {
	const split = splitHands(notes);
	return notes.flatMap(({ pitch }, i) => (split[i] === 1 ? [pitch] : []));
};

test('a melody held over repeated chords leaves them to the left hand', () => {
	const notes = play('55,59,64,71-4 55,59,64 55,59,64 55,59,64 54,57,64,72-4 54,57,64 54,57,64');

	expect(inLeft(notes).every((pitch) => pitch <= 64)).toBe(true);
	expect(inLeft(notes)).toHaveLength(notes.length - 2);
});

test('the left hand of a waltz leaps from its bass to its chords', () => {
	const bar = '36,72-2 55,60 55,60,74 31,76-2 53,59 53,59,74';

	expect(hands(play(bar))).toBe('L36 R72 L55 L60 L55 L60 R74 L31 R76 L53 L59 L53 L59 R74');
});

test('two lines that go side by side stay in a hand each', () => {
	const notes = play('48,72 55,63 53,62 55,63 51,60 55,63 53,62 55,63', 0.1);

	expect(hands(notes)).toBe('L48 R72 L55 R63 L53 R62 L55 R63 L51 R60 L55 R63 L53 R62 L55 R63');
});

test('an arpeggio that rises through the keyboard is taken over once', () => {
	const split = [...splitHands(play('36 43 48 52 55 60 64 67 72 76 79 84', 0.15))];

	expect(split.slice(1).filter((hand, i) => hand !== split[i])).toHaveLength(1);
	expect([split[0], split.at(-1)]).toEqual([1, 0]);
});

test('at no moment does a hand lie above the other', () =>
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 21, max: 108 })), { maxLength: 60 }),
			(places) => {
				const notes = places
					.sort((a, b) => a[0] - b[0] || a[1] - b[1])
					.map(([at, midi]) => note(at / 4, at / 4 + 0.2, midi));
				const split = splitHands(notes);
				notes.forEach(({ start, pitch }, i) => {
					const below = notes.filter((other) => other.start === start && other.pitch < pitch);
					if (split[i] === 1)
						for (const other of below) expect(split[notes.indexOf(other)]).toBe(1);
				});
			}
		)
	));
