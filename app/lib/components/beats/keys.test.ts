import { describe, expect, test } from 'vitest';
import { asksForBeats, beatAction } from '#app/components/beats/keys.ts';
import { pressed as key } from '#tests/support/presses.ts';

describe('while beats are mended, a key', () => {
	test.each([
		['d', {}, 'bar'],
		['T', {}, 'tap'],
		[',', {}, 'half'],
		['.', {}, 'double'],
		['ArrowLeft', {}, 'back'],
		['ArrowRight', { ctrlKey: true }, 'bar-on'],
		['ArrowRight', { metaKey: true }, 'bar-on'],
		['ArrowLeft', { altKey: true }, 'earlier'],
		['ArrowRight', { shiftKey: true }, 'shift-on'],
		['Escape', {}, 'close'],
		['x', {}, null]
	])('%j with %j means %s', (name, over, action) => {
		expect(beatAction(key(name, over))).toBe(action);
	});

	test('means the same with a Korean layout on', () => {
		expect(beatAction(key('ㅇ', { code: 'KeyD' }))).toBe('bar');
		expect(beatAction(key('ㅅ', { code: 'KeyT' }))).toBe('tap');
		expect(asksForBeats(key('ㅠ', { code: 'KeyB' }))).toBe(true);
	});

	test('that is held down nudges on, but does not tap again', () => {
		expect(beatAction(key('ArrowRight', { altKey: true, repeat: true }))).toBe('later');
		expect(beatAction(key('t', { repeat: true }))).toBeNull();
	});

	test('belongs to the list that has the keyboard', () => {
		expect(beatAction(key('d', {}, ['select']))).toBeNull();
		expect(beatAction(key('ArrowRight', {}, ['[role=slider]']))).toBeNull();
	});

	test('with Ctrl or Command belongs to undo and the browser', () => {
		expect(beatAction(key('d', { ctrlKey: true }))).toBeNull();
		expect(asksForBeats(key('b', { metaKey: true }))).toBe(false);
	});
});
