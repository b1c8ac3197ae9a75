/** Measuring text where there is no canvas: VexFlow asks this instead. A page needs none, it has a canvas. */
import { Element, Font, type FontInfo } from 'vexflow/core';

/** Of a text drawn at the origin, in the unit of its font; ascent and descent are those of its ink. */
export interface Measure {
	readonly width: number;
	readonly left: number;
	readonly right: number;
	readonly ascent: number;
	readonly descent: number;
}

/** @param font a CSS font shorthand, as a canvas takes it */
export type Ruler = (text: string, font: string) => Measure;

/** Once for the process, before anything is drawn. */
export function measureWith(ruler: Ruler): void {
	const context = {
		font: '',
		measureText(text: string) {
			const { width, left, right, ascent, descent } = ruler(text, this.font);
			return {
				width,
				actualBoundingBoxLeft: -left,
				actualBoundingBoxRight: right,
				actualBoundingBoxAscent: ascent,
				actualBoundingBoxDescent: descent,
				fontBoundingBoxAscent: ascent,
				fontBoundingBoxDescent: descent
			};
		}
	};
	const canvas = { getContext: () => context };
	Element.setTextMeasurementCanvas(canvas as unknown as HTMLCanvasElement);
	Font.fromCSSString = fontOf;
}

/** Reads the shorthands that VexFlow writes itself: `italic bold 30pt Bravura`. */
function fontOf(shorthand: string): Required<FontInfo> {
	const [, before = '', size = '10pt', family = ''] =
		/^(.*?)([\d.]+(?:pt|px))\s+(.*)$/.exec(shorthand) ?? [];
	return {
		family,
		size,
		weight: /\b(bold|\d{3})\b/.exec(before)?.[1] ?? 'normal',
		style: /\bitalic\b/.test(before) ? 'italic' : 'normal'
	};
}
