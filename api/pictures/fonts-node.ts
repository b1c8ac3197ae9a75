/** The two typefaces as files that resvg reads, out of the packages that carry them. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Fonts } from '#api/pictures/preview.ts';

const BRAVURA = fileURLToPath(import.meta.resolve('@coderline/alphatab/font/Bravura.otf'));
const PRETENDARD = fileURLToPath(
	import.meta.resolve('pretendard/dist/public/static/Pretendard-SemiBold.otf')
);

let read: Promise<Fonts> | undefined;

/** Read when the first preview is drawn. */
export const fontFiles = (): Promise<Fonts> =>
	(read ??= Promise.all([readFile(BRAVURA), readFile(PRETENDARD)]));
