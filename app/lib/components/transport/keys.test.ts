import { describe, expect, test } from 'vitest';
import { transportAction } from '#app/components/transport/keys.ts';
import { pressed } from '#tests/support/presses.ts';

const press = (...given: Parameters<typeof pressed>) => transportAction(pressed(...given));

describe('a key press', () => {
	test.each([
		[' ', 'play'],
		['l', 'loop'],
		['L', 'loop'],
		['[', 'loop-start'],
		[']', 'loop-end'],
		['-', 'slower'],
		['=', 'faster'],
		['m', 'click'],
		['ArrowLeft', 'back'],
		['ArrowRight', 'on'],
		['x', null]
	])('%j means %s', (key, action) => {
		expect(press(key)).toBe(action);
	});

	test('of L means the loop on a Korean layout too', () => {
		expect(press('ㅣ', { code: 'KeyL' })).toBe('loop');
	});

	test('belongs to the browser when it comes with Ctrl, Command or Alt', () => {
		expect(press('-', { ctrlKey: true })).toBeNull();
		expect(press('l', { metaKey: true })).toBeNull();
		expect(press('ArrowLeft', { altKey: true })).toBeNull();
	});

	test('belongs to the text field that is being typed in', () => {
		expect(press('l', {}, ['textarea'])).toBeNull();
		expect(press('l', { isComposing: true })).toBeNull();
	});

	test('of Space presses the button that has the focus', () => {
		expect(press(' ', {}, ['button'])).toBeNull();
		expect(press('l', {}, ['button'])).toBe('loop');
	});

	test('of an arrow moves the slider that has the focus', () => {
		expect(press('ArrowRight', {}, ['[role=slider]'])).toBeNull();
		expect(press(' ', {}, ['[role=slider]'])).toBe('play');
	});

	test('held down changes the speed on and on, but toggles playing once', () => {
		expect(press('-', { repeat: true })).toBe('slower');
		expect(press(' ', { repeat: true })).toBeNull();
	});
});
