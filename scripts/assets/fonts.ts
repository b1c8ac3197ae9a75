/**
 * The two typefaces, self-hosted: Bravura for music and Pretendard for text. Pretendard comes in
 * subsets, so that a page in English loads one of them and a page in Korean only those it shows.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const VARIABLE = 'node_modules/pretendard/dist/web/variable';

/** One `@font-face` of Pretendard's own sheet: its file and the characters it covers. */
const FACE = /url\(\.\/(woff2-dynamic-subset\/[^)]+)\)[^;]*;\s*unicode-range:\s*([^;]+);/g;

interface Subset {
	readonly from: string;
	readonly path: string;
	readonly range: string;
}

/** Pretendard's subsets: where each comes from and where it goes below /heavy/. */
export function pretendardFiles(): readonly Subset[] {
	const sheet = readFileSync(`${VARIABLE}/pretendardvariable-dynamic-subset.css`, 'utf8');
	return [...sheet.matchAll(FACE)].map(([, file = '', range = '']) => ({
		from: `${VARIABLE}/${file}`,
		path: `fonts/pretendard/${basename(file).replace('PretendardVariable.subset.', '')}`,
		range
	}));
}

/** The style sheet of both typefaces; addresses are absolute, so it may be linked from anywhere. */
export function fontSheet(): string {
	const pretendard = pretendardFiles().map(({ path, range }) =>
		face('Pretendard', `/heavy/${path}`, `font-weight:45 920;unicode-range:${range}`)
	);
	// Music must never be drawn in a stand-in font: `block` waits where `swap` would show letters.
	const bravura =
		"@font-face{font-family:'Bravura';font-display:block;src:url(/heavy/fonts/bravura.woff2) format('woff2')}";
	return [bravura, ...pretendard].join('\n') + '\n';
}

const face = (family: string, url: string, more: string): string =>
	`@font-face{font-family:'${family}';font-style:normal;font-display:swap;src:url(${url}) format('woff2');${more}}`;
