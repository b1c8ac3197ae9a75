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

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Where the ink of an SVG is; null when it has none. */
export type BoxOf = (svg: string) => Box | null;

/** Draws an SVG and gives the bytes of a PNG. Rejects when it is no SVG. */
export interface Raster {
	(svg: string, options: RasterOptions): Promise<Uint8Array>;
	/** Resolves when drawings can be measured. */
	boxes(fonts: readonly Uint8Array[]): Promise<BoxOf>;
}

let ready: Promise<void> | undefined;

/** @param load reads `index_bg.wasm` of @resvg/resvg-wasm, or gives it compiled */
export function createRaster(load: () => Promise<BufferSource | WebAssembly.Module>): Raster {
	const open = (): Promise<void> => (ready ??= initWasm(load()));

	async function draw(
		svg: string,
		{ width, fonts = [], fontFamily }: RasterOptions
	): Promise<Uint8Array> {
		await open();
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
	}

	async function boxes(fonts: readonly Uint8Array[]): Promise<BoxOf> {
		await open();
		return (svg) => {
			const drawing = new Resvg(svg, { font: { loadSystemFonts: false, fontBuffers: [...fonts] } });
			const found = drawing.getBBox();
			const box = found && { x: found.x, y: found.y, width: found.width, height: found.height };
			found?.free();
			drawing.free();
			return box ?? null;
		};
	}

	return Object.assign(draw, { boxes });
}
