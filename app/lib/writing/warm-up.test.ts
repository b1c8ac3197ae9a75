import { expect, test } from 'vitest';
import { warmUp } from '#app/writing/warm-up.ts';
import type { Score } from '#music/score/score.ts';
import { writeScore } from '#music/write.ts';

test('scores for the piano and for the guitar are written until a person asks for one', async () => {
	const written: Score[] = [];
	await warmUp(
		(notes, settings) => written.push(writeScore(notes, settings)),
		() => written.length < 3
	);

	expect(written.map(({ tab }) => tab !== null)).toEqual([false, false, true]);
	expect(written.every(({ bars }) => bars.length > 2)).toBe(true);
});
