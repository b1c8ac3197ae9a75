import { describe, expect, test } from 'vitest';
import { asksForDoubt, historyAction, noteAction } from '#app/components/doubt/keys.ts';
import { pressed as press } from '#tests/support/presses.ts';

describe('in the popover of a note', () => {
	test.each([
		['Enter', 'keep'],
		['Delete', 'remove'],
		['1', 'first'],
		['2', 'second'],
		['0', 'heard'],
		['h', 'hear'],
		['s', 'string'],
		[' ', 'hear'],
		['N', 'next'],
		['ArrowRight', 'next'],
		['p', 'previous'],
		['ArrowLeft', 'previous'],
		['ArrowUp', 'higher'],
		['ArrowDown', 'lower'],
		['Escape', 'close'],
		['x', null],
		['Tab', null]
	])('%j means %s', (key, action) => {
		expect(noteAction(press(key))).toBe(action);
	});

	test('N means the next note on a Korean layout too', () => {
		expect(noteAction(press('ㅜ', { code: 'KeyN' }))).toBe('next');
	});

	test('Enter and Space press the button that has the focus', () => {
		expect(noteAction(press('Enter', {}, ['button']))).toBeNull();
		expect(noteAction(press(' ', {}, ['button']))).toBeNull();
		expect(noteAction(press('n', {}, ['button']))).toBe('next');
	});

	test('what comes with Ctrl or Command is the browser’s', () => {
		expect(noteAction(press('1', { metaKey: true }))).toBeNull();
	});
});

describe('anywhere on the page', () => {
	test('D opens the doubtful notes, but types a letter where one types', () => {
		expect(asksForDoubt(press('d'))).toBe(true);
		expect(asksForDoubt(press('ㅇ', { code: 'KeyD' }))).toBe(true);
		expect(asksForDoubt(press('d', {}, ['textarea']))).toBe(false);
		expect(asksForDoubt(press('d', { ctrlKey: true }))).toBe(false);
	});

	test.each([
		[{ ctrlKey: true }, 'z', 'undo'],
		[{ metaKey: true }, 'z', 'undo'],
		[{ metaKey: true, shiftKey: true }, 'Z', 'redo'],
		[{ ctrlKey: true }, 'y', 'redo'],
		[{ ctrlKey: true, altKey: true }, 'z', null],
		[{}, 'z', null]
	])('%o with %s is %s', (over, key, action) => {
		expect(historyAction(press(key, over))).toBe(action);
	});

	test('a text field undoes its own typing', () => {
		expect(historyAction(press('z', { ctrlKey: true }, ['textarea']))).toBeNull();
	});
});
