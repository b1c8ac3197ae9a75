/**
 * Measures text by drawing it: resvg says where its ink is, and how much further a sign stands
 * behind it than without it, which is its width. Each sign is measured once for the process.
 */
import type { Measure, Ruler } from '#engraving/ruler.ts';
import { escaped } from '#api/pictures/svg-element.ts';
import type { BoxOf } from '#api/pictures/raster.ts';

/** Of the size that signs are measured at: large, so that what is rounded does not show. */
const SIZE = 100;

/** Stands at both sides of what is measured: a black notehead, and a letter that reaches no other. */
const POSTS = { Bravura: '\uE0A4', Pretendard: 'H' } as const;

type Family = keyof typeof POSTS;

const PIXELS = { px: 1, pt: 4 / 3 } as const;

/** @param boxes the box of an SVG's ink, by the one font that is in it */
export function rulerBy(boxes: Readonly<Record<Family, BoxOf>>): Ruler {
	const known = new Map<string, Measure>();
	const posts = {
		Bravura: boxes.Bravura(drawn(POSTS.Bravura.repeat(2), 'Bravura'))?.width ?? 0,
		Pretendard: boxes.Pretendard(drawn(POSTS.Pretendard.repeat(2), 'Pretendard'))?.width ?? 0
	};
	return (text, font) => {
		const family: Family = font.includes('Bravura') ? 'Bravura' : 'Pretendard';
		const key = `${family} ${text}`;
		const measured = known.get(key) ?? measure(text, family, boxes[family], posts[family]);
		known.set(key, measured);
		return scaled(measured, sizeOf(font) / SIZE);
	};
}

function measure(text: string, family: Family, boxOf: BoxOf, posts: number): Measure {
	const post = POSTS[family];
	const ink = boxOf(drawn(text, family));
	const between = boxOf(drawn(post + text + post, family));
	return {
		width: (between?.width ?? 0) - posts,
		left: (ink?.x ?? ORIGIN) - ORIGIN,
		right: (ink?.x ?? ORIGIN) + (ink?.width ?? 0) - ORIGIN,
		ascent: ink ? ORIGIN - ink.y : 0,
		descent: ink ? ink.y + ink.height - ORIGIN : 0
	};
}

/** Where the text stands: far enough from the edges for any sign. */
const ORIGIN = 1000;

const drawn = (text: string, family: Family): string =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="2000"><text x="${ORIGIN}" y="${ORIGIN}" font-size="${SIZE}" font-family="${family}" font-weight="${family === 'Pretendard' ? 600 : 400}" xml:space="preserve">${escaped(text)}</text></svg>`;

/** In pixels, out of a CSS font shorthand. */
function sizeOf(font: string): number {
	const [, size, unit] = /([\d.]+)(px|pt)/.exec(font) ?? [];
	return Number(size ?? 10) * PIXELS[(unit ?? 'px') as keyof typeof PIXELS];
}

const scaled = (measure: Measure, by: number): Measure => ({
	width: measure.width * by,
	left: measure.left * by,
	right: measure.right * by,
	ascent: measure.ascent * by,
	descent: measure.descent * by
});
