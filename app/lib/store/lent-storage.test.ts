import { expect, test } from 'vitest';
import { lendStorage } from '#app/store/lent-storage.ts';

test('a page that is refused storage keeps things while it is open', () => {
	const page = {
		get localStorage(): Storage {
			throw new DOMException('denied', 'SecurityError');
		}
	};

	lendStorage(page);
	page.localStorage.setItem('speed', '0.75');

	expect(page.localStorage.getItem('speed')).toBe('0.75');
	expect(page.localStorage.length).toBe(1);
	page.localStorage.clear();
	expect(page.localStorage.getItem('speed')).toBeNull();
});

test('a page that has storage keeps its own', () => {
	const own = { length: 0 } as Storage;
	const page = { localStorage: own };

	lendStorage(page);

	expect(page.localStorage).toBe(own);
});
