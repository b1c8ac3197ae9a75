import { choose, seeMusic } from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import {
	C_MAJOR,
	cutOff,
	empty,
	plucked,
	prose,
	silence,
	type Recording
} from '#tests/support/recordings.ts';

test.use({ serviceWorkers: 'allow' });

const REFUSED: readonly [what: string, recording: Recording, sentence: RegExp][] = [
	['an empty file', empty('Nothing.wav'), /This file is empty\./],
	['silence', silence('Rest.wav'), /the recording is silent\./],
	['a letter named like a song', prose('Letter.mp3'), /no sound in this file that can be read\./]
];

for (const [what, recording, sentence] of REFUSED) {
	test(`${what} gets one clear sentence, and the library is untouched`, async ({ page }) => {
		await page.goto('/');
		await choose(page, plucked('Dear.wav', C_MAJOR));
		await seeMusic(page);
		await page.getByRole('link', { name: 'Library' }).first().click();

		await choose(page, recording);

		await expect(page.getByText(sentence).first()).toBeVisible({ timeout: 30_000 });
		await page.goto('/');
		await page.getByRole('link', { name: 'Dear' }).first().click();
		await seeMusic(page);
	});
}

test('a recording that ends early is heard as far as it goes, and says so', async ({ page }) => {
	await page.goto('/');

	await choose(page, cutOff('Half.wav', plucked('Half.wav', [...C_MAJOR, ...C_MAJOR]), 0.5));

	await seeMusic(page);
	await expect(page.getByText('The file ends early.').first()).toBeVisible();
});

/** Room for the app, its big files and a short score; Chromium counts by this from the first write on. */
const ROOM = 33_000_000;

test('a full disk is said in words, and what was kept stays', async ({ page, baseURL }) => {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Storage.overrideQuotaForOrigin', { origin: baseURL!, quotaSize: ROOM });
	await page.goto('/');
	await choose(page, plucked('Before.wav', C_MAJOR));
	await seeMusic(page);
	await expect(page.getByText('Saved on this device')).toBeVisible();

	await page.goto('/');
	await choose(page, plucked('After.wav', new Array<number>(1000).fill(60)));

	await expect(page.getByText(/This device is full|this device is full/).first()).toBeVisible({
		timeout: 30_000
	});
	await page.goto('/');
	await page.getByRole('link', { name: 'Before' }).first().click();
	await seeMusic(page);
});
