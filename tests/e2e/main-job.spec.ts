import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseMidi } from 'midi-file';
import { parse } from 'musicxml-io';
import {
	choose,
	drop,
	exported,
	positionOf,
	readyForOffline,
	seeMusic,
	sheet
} from '#tests/support/errands.ts';
import { expect, test } from '#tests/support/page.ts';
import { A_MINOR, C_MAJOR, plucked, type Recording } from '#tests/support/recordings.ts';
import { startServer } from '#tests/support/server.ts';

test.use({ serviceWorkers: 'allow' });

test('a dropped recording becomes a page of music that plays', async ({ page }) => {
	await page.goto('/');
	await drop(page, plucked('Morning scale.wav', C_MAJOR));

	await expect(page.getByRole('progressbar', { name: 'Listening…' })).toBeVisible();
	await seeMusic(page);
	await expect(page.getByRole('button', { name: 'Morning scale' })).toBeVisible();

	await page.getByRole('button', { name: 'Play', exact: true }).click();
	await expect.poll(() => positionOf(page), { timeout: 20_000 }).toBeGreaterThan(0.5);
	await page.getByRole('button', { name: 'Pause', exact: true }).click();
	const stopped = await positionOf(page);
	await page.waitForTimeout(500);
	expect(await positionOf(page)).toBeCloseTo(stopped, 0);
});

test.describe('with the network off', () => {
	test.use({
		expectedErrors: [[/ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED/], { scope: 'test' }]
	});

	test('what was made is still there, and another recording can be heard', async ({ page }) => {
		const server = await startServer();
		try {
			await page.goto(`${server.address}/`);
			await choose(page, plucked('Kept.wav', C_MAJOR));
			await seeMusic(page);
			await readyForOffline(page);
			const address = page.url();
			await server.stop();

			await page.goto(address);
			await seeMusic(page);
			await expect(page.getByRole('button', { name: 'Kept' })).toBeVisible();
			expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

			await page.getByRole('link', { name: 'Library' }).first().click();
			await choose(page, plucked('Offline.wav', A_MINOR));
			await seeMusic(page);
			await expect(page.getByRole('button', { name: 'Offline' })).toBeVisible();
			await page.getByRole('button', { name: 'Play', exact: true }).click();
			await expect.poll(() => positionOf(page), { timeout: 20_000 }).toBeGreaterThan(0.3);

			const written = pitchesOfMusicXml((await exported(page, 'MusicXML')).toString('utf8'));
			const played = pitchesOfMidi(await exported(page, 'MIDI'));
			expect(inOrder(A_MINOR, played)).toBe(true);
			expect(written.sort()).toEqual(played.sort());
		} finally {
			await server.stop();
		}
	});

	test('the very first recording is heard after one visit', async ({ page }) => {
		const server = await startServer();
		try {
			await page.goto(`${server.address}/`);
			await readyForOffline(page);
			await server.stop();

			await page.goto(`${server.address}/`);
			await choose(page, plucked('First.wav', C_MAJOR));
			await seeMusic(page);
		} finally {
			await server.stop();
		}
	});
});

test('the demo opens as music in one click', async ({ page }) => {
	await page.goto('/');
	await page.getByRole('button', { name: 'Open the score' }).click();

	await seeMusic(page);
	await expect(page.getByRole('button', { name: 'Arirang' })).toBeVisible();
});

test('a real recording is read from drop to page', async ({ page }) => {
	const real = realRecording();
	test.skip(real === null, 'needs ../shared/eval/open, which is not here');
	await page.goto('/');
	await choose(page, real!);

	await seeMusic(page);
	// What was written while it was still heard gives way to the whole; for a moment nothing is drawn.
	await expect(sheet(page).getByRole('img')).not.toHaveCount(0);
});

function realRecording(): Recording | null {
	const folder = '../shared/eval/open/vocadito_14';
	const name =
		existsSync(folder) && readdirSync(folder).find((each) => /\.(wav|mp3|flac|ogg)$/.test(each));
	if (!name) return null;
	return { name, mimeType: 'audio/wav', buffer: readFileSync(`${folder}/${name}`) };
}

/** What the notation staff sounds, tied notes once; the tab staff below it repeats the same music. */
function pitchesOfMusicXml(text: string): number[] {
	return parse(text).parts.flatMap((part) =>
		part.measures.flatMap((measure) =>
			measure.entries.flatMap((entry) => {
				if (entry.type !== 'note' || !entry.pitch || entry.staff === 2) return [];
				const ties = [entry.tie, ...(entry.ties ?? [])];
				if (ties.some((tie) => tie?.type === 'stop')) return [];
				const { step, alter = 0, octave } = entry.pitch;
				return [12 * (octave + 1) + 'C D EF G A B'.indexOf(step) + alter];
			})
		)
	);
}

/** Whether `wanted` are met in this order; between them there may be others (a ghost of an octave). */
function inOrder(wanted: readonly number[], among: readonly number[]): boolean {
	let next = 0;
	for (const pitch of among) if (pitch === wanted[next]) next++;
	return next === wanted.length;
}

function pitchesOfMidi(bytes: Buffer): number[] {
	const { tracks } = parseMidi(bytes);
	return tracks.flat().flatMap((event) => (event.type === 'noteOn' ? [event.noteNumber] : []));
}
