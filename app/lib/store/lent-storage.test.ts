import { describe, expect, test } from 'vitest';
import { lendStorage } from '#app/store/lent-storage.ts';

describe.each(['localStorage', 'sessionStorage'] as const)('%s', (name) => {
	test('of a page that is refused it keeps things while the page is open', () => {
		const refused = (): Storage => {
			throw new DOMException('denied', 'SecurityError');
		};
		const page = Object.defineProperties({} as Record<typeof name, Storage>, {
			localStorage: { get: refused, configurable: true },
			sessionStorage: { get: refused, configurable: true }
		}) as Window;

		lendStorage(page);
		page[name].setItem('speed', '0.75');

		expect(page[name].getItem('speed')).toBe('0.75');
		expect(page[name].length).toBe(1);
		page[name].clear();
		expect(page[name].getItem('speed')).toBeNull();
	});

	test('of a page that has it is its own', () => {
		const own = { length: 0 } as Storage;
		const page = { localStorage: own, sessionStorage: own };

		lendStorage(page);

		expect(page[name]).toBe(own);
	});
});
