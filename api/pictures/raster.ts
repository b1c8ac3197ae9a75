/**
 * SVG to PNG by resvg, for pictures of people and previews of scores. The entry hands in the WASM;
 * it is compiled when the first picture is asked for, once for the whole process.
 */
import { initWasm, Resvg } from '@resvg/resvg-wasm';

export interface RasterOptions {
	/** Pixels; the height follows. */
	readonly width: number;
	/** Font files for the text in it: the server's own fonts are never used. */
	readonly fonts?: readonly Uint8Array[];
	readonly fontFamily?: string;
}

/** Draws an SVG and gives the bytes of a PNG. Rejects when it is no SVG. */
export type Raster = (svg: string, options: RasterOptions) => Promise<Uint8Array>;

let ready: Promise<void> | undefined;

/** @param load reads `index_bg.wasm` of @resvg/resvg-wasm, or gives it compiled */
export function createRaster(load: () => Promise<BufferSource | WebAssembly.Module>): Raster {
	return async (svg, { width, fonts = [], fontFamily }) => {
		await (ready ??= initWasm(load()));
		const drawing = new Resvg(svg, {
			fitTo: { mode: 'width', value: width },
			font: {
				loadSystemFonts: false,
				fontBuffers: [...fonts],
				...(fontFamily ? { defaultFontFamily: fontFamily } : {})
			}
		});
		try {
			const image = drawing.render();
			const png = image.asPng();
			image.free();
			return png;
		} finally {
			drawing.free();
		}
	};
}
