import { expect, test } from 'vitest';
import { copyTitle, deviceOf } from './copy-title.ts';

const AT = new Date(2026, 4, 1, 14, 2).getTime();

test('a version that lost its place says whose it is, and of when', () => {
	expect(copyTitle('Étude', AT, { name: 'Ana', device: 'phone' })).toMatch(
		/^Étude \(from Ana’s phone, .*02.*\)$/
	);
	expect(copyTitle('Étude', AT, null)).toMatch(/^Étude \(from another device, .*02.*\)$/);
});

test('its name is no longer than a title may be, and still tells it apart', () => {
	const title = copyTitle('x'.repeat(300), AT, { name: 'Ana', device: 'tablet' });

	expect(title).toHaveLength(300);
	expect(title).toContain('from Ana’s tablet');
});

test('a device is called what a person would call it', () => {
	const android = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140.0';
	expect(deviceOf(`${android} Mobile Safari/537.36`)).toBe('phone');
	expect(deviceOf(`${android} Safari/537.36`)).toBe('tablet');
	expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Mobile/15E148')).toBe('phone');
	expect(deviceOf('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')).toBe('computer');
});
