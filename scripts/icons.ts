/**
 * Draws the app's icons from static/icons/icon.svg with the tests' Chromium. Run it by hand after
 * changing the mark; the pictures are committed, so that a build needs no browser.
 */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { CHROMIUM, CHROMIUM_FLAGS } from '#tests/support/chromium.ts';

const FOLDER = 'static/icons';
const svg = readFileSync(`${FOLDER}/icon.svg`, 'utf8');

/** Without its round corners: systems that cut their own shape need colour up to the edge. */
const square = svg.replace(/ rx="14"/, '');

/** And smaller, because a circle may be cut out of it: the mark stays inside the middle 80 %. */
const maskable = square.replace(
	'translate(14.5 15.5) scale(1.12)',
	'translate(18 18.8) scale(0.9)'
);

const ICONS = [
	{ name: 'icon-192', size: 192, drawing: svg },
	{ name: 'icon-512', size: 512, drawing: svg },
	{ name: 'icon-maskable-512', size: 512, drawing: maskable },
	{ name: 'apple-touch-icon', size: 180, drawing: square }
];

const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
const page = await browser.newPage();
for (const { name, size, drawing } of ICONS) {
	await page.setViewportSize({ width: size, height: size });
	await page.setContent(
		`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`
	);
	await page.screenshot({ path: `${FOLDER}/${name}.png`, omitBackground: true });
}
await browser.close();
