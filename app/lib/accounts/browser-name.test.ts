import { expect, test } from 'vitest';
import { browserName } from './browser-name.ts';

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0';

test.each([
	[`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36`, 'Chrome', 'Windows'],
	[
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Safari/537.36 Edg/130.0`,
		'Edge',
		'Windows'
	],
	[`Mozilla/5.0 (Linux; Android 14; SM-S921N) ${CHROME} Mobile Safari/537.36`, 'Chrome', 'Android'],
	[
		'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1',
		'Safari',
		'iPhone'
	],
	['Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox', 'Linux'],
	['curl/8.5.0', '', '']
])('%s is %s on %s', (userAgent, browser, system) => {
	expect(browserName(userAgent)).toMatchObject({ browser, system });
});
