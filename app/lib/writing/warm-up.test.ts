import { expect, test } from 'vitest';
import { warmUp } from '#app/writing/warm-up.ts';
import type { Score } from '#music/score/score.ts';
import { writeScore } from '#music/write.ts';

test('while nobody asks, scores are written for the piano and for the guitar, with its tab', async () => {
	const written: Score[] = [];
	await warmUp(
		(notes, settings) => written.push(writeScore(notes, settings)),
		() => true
	);

	expect(written.every(({ bars }) => bars.length > 2)).toBe(true);
	expect(new Set(written.map(({ tab }) => tab !== null))).toEqual(new Set([false, true]));
});

test('a person who asks for a score does not wait for those that nobody needs', async () => {
	let rounds = 0;
	await warmUp(
		() => rounds++,
		() => rounds < 3
	);

	expect(rounds).toBe(3);
});
