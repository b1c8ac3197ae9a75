import { describe, expect, test } from 'vitest';
import { isEasilyGuessed } from './passwords.ts';

describe('a password', () => {
	test.each([
		'qwertyuiop',
		'password123',
		'Password123!',
		'sunshine2024',
		'dragondragon',
		'aaaaaaaaaaaa',
		'abababababab',
		'GenesisMusic2026',
		'ana.lopez@example.org',
		'ana.lopez1999',
		'1234567890'
	])('%s is tried first, so it is refused', (password) => {
		expect(isEasilyGuessed(password, ['ana.lopez@example.org', 'Ana Lopez'])).toBe(true);
	});

	test.each([
		'seven quiet herons',
		'느린 왈츠를 치는 밤',
		'k7#Vq9x!Lw',
		'dragon on the third fret'
	])('%s is taken as it is, without rules about kinds of letters', (password) => {
		expect(isEasilyGuessed(password, ['ana.lopez@example.org', 'Ana Lopez'])).toBe(false);
	});

	test('the list holds the commonest passwords of the length that is asked for', async () => {
		const { default: common } = await import('./common-passwords.json', {
			with: { type: 'json' }
		});

		expect(common.long.split(' ').length + common.short.split(' ').length).toBeGreaterThan(6_000);
	});
});
