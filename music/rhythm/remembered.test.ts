import { expect, test } from 'vitest';
import type { PlayedNote } from '#music/note.ts';
import { remembered } from '#music/rhythm/remembered.ts';
import { melody } from '#tests/support/performance.ts';

const NOTES = melody('60:1 62:1 64:1');

/** Counts how often it is really asked. */
function asked() {
	let times = 0;
	const find = remembered((notes: readonly PlayedNote[], wish: { tempo: number | null }) => {
		times++;
		return { notes: notes.length, ...wish };
	});
	return { find, times: () => times };
}

test('the same notes in another list are not searched again', () => {
	const { find, times } = asked();
	const first = find(NOTES, { tempo: null });

	expect(find(structuredClone(NOTES), { tempo: null })).toBe(first);
	expect(times()).toBe(1);
});

test('another note, another bend or another wish is another question', () => {
	const { find, times } = asked();
	const bent = NOTES.map((note, i) => (i === 1 ? { ...note, bends: [0.1] } : note));
	find(NOTES, { tempo: null });
	find(NOTES, { tempo: 90 });
	find(NOTES.slice(1), { tempo: null });
	find(bent, { tempo: null });

	expect(times()).toBe(4);
	find(structuredClone(bent), { tempo: null });
	expect(times()).toBe(4);
});

test('what was asked long ago is forgotten', () => {
	const { find, times } = asked();
	for (const tempo of [null, 60, 70, 80, 90]) find(NOTES, { tempo });
	find(NOTES, { tempo: null });

	expect(times()).toBe(6);
});
