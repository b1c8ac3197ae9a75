/** The WASM of resvg as a file of its package. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** For `createRaster` on Node. */
export const resvgWasm = (): Promise<BufferSource> =>
	readFile(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm')));
