import { beforeEach, describe, expect, test } from 'vitest';
import { History } from '#app/state/history.svelte.ts';

let history: History<string>;
let now: string;
let clock: number;

beforeEach(() => {
	history = new History();
	now = 'a';
	clock = 0;
});

function change(to: string, kind: string | null = null, at = (clock += 10_000)): void {
	history.record(now, kind, at);
	now = to;
}

const undo = (): string => (now = history.undo(now) ?? now);
const redo = (): string => (now = history.redo(now) ?? now);

describe('what was changed', () => {
	test('can be undone step by step, and done again', () => {
		change('b');
		change('c');

		expect([undo(), undo(), undo()]).toEqual(['b', 'a', 'a']);
		expect([redo(), redo(), redo()]).toEqual(['b', 'c', 'c']);
	});

	test('is said to be undoable only while there is something to undo', () => {
		expect([history.canUndo, history.canRedo]).toEqual([false, false]);
		change('b');
		expect([history.canUndo, history.canRedo]).toEqual([true, false]);
		undo();
		expect([history.canUndo, history.canRedo]).toEqual([false, true]);
	});

	test('after an undo takes the place of what was undone', () => {
		change('b');
		undo();
		change('c');

		expect(history.canRedo).toBe(false);
		expect(undo()).toBe('a');
	});

	test('by one pull of a slider is undone at once', () => {
		change('b', 'tempo', 1000);
		change('c', 'tempo', 1300);
		change('d', 'tempo', 1900);
		change('e', 'tempo', 9000);

		expect([undo(), undo()]).toEqual(['d', 'a']);
	});

	test('in two ways is undone in two steps, however quickly', () => {
		change('b', 'tempo', 1000);
		change('c', 'metre', 1100);
		change('d', null, 1200);
		change('e', null, 1210);

		expect([undo(), undo(), undo(), undo()]).toEqual(['d', 'c', 'b', 'a']);
	});

	test('after an undo is a step of its own, even by the same slider', () => {
		change('b', 'tempo', 1000);
		change('c', 'tempo', 9000);
		undo();
		change('d', 'tempo', 9100);

		expect(undo()).toBe('b');
	});
});
