/**
 * The picture of a link: title, artist and the first lines of the real page, drawn by the same
 * code as in the app, in the light theme of its sheet. 1200 × 630, as previews are shown.
 */
import { drawSystem } from '#engraving/draw.ts';
import { planSheet } from '#engraving/plan.ts';
import { measureWith, type Ruler } from '#engraving/ruler.ts';
import { corrected, type Correction } from '#music/correct.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import type { WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import type { Raster } from '#api/pictures/raster.ts';
import { rulerBy } from '#api/pictures/ruler.ts';
import { SvgElement } from '#api/pictures/svg-element.ts';

/** Bravura and Pretendard SemiBold, as OpenType. */
export type Fonts = readonly [music: Uint8Array, text: Uint8Array];

export interface PreviewTools {
	readonly raster: Raster;
	readonly fonts: () => Promise<Fonts>;
}

const WIDTH = 1200;
const HEIGHT = 630;
const MARGIN = 72;
const SPACE = 12;

/** What opens a page is in its first minute and a half; more would hold up the server. */
const SECONDS = 90;
const NOTES = 1200;

/** Of the light sheet (`app/tokens.css`). */
const INK = {
	page: '#fbf8f0',
	ink: '#1d1b17',
	quiet: '#686255',
	staff: '#8d8677',
	accent: '#0b655f'
};

/** What the app's style sheet says of the ink (`sheet.css`), with its colours written in. */
const STYLE = `
.staff-lines { fill: none; stroke: ${INK.staff}; stroke-width: 1 }
.bar-line { stroke: #5b584f; stroke-width: 1 }
rect.bar-line { fill: #5b584f; stroke: none }
.bracket, .section-box, .arpeggio, .swing-flag { fill: none; stroke-width: 1.2 }
.tie, .stavenote > path:not([fill='none']) { stroke: none }
.tab-clef { fill: ${INK.quiet} }
.knock-out { fill: ${INK.page} }
.fret, .bar-number, .chord-symbol, .section-name, .swing-word { font-family: Pretendard; font-weight: 600 }
.bar-number { fill: ${INK.quiet} }
.sign { font-family: Bravura; font-weight: 400 }`;

let ruler: Promise<Ruler> | undefined;

/** @returns the bytes of a PNG */
export async function drawPreview(
	{ raster, fonts }: PreviewTools,
	document: ScoreDocument
): Promise<Uint8Array> {
	const files = await fonts();
	const measure = await (ruler ??= openRuler(raster, files));
	measureWith(measure);
	return raster(picture(document, measure), { width: WIDTH, fonts: files });
}

async function openRuler(raster: Raster, [music, text]: Fonts): Promise<Ruler> {
	return rulerBy({
		Bravura: await raster.boxes([music]),
		Pretendard: await raster.boxes([text])
	});
}

function picture(document: ScoreDocument, ruler: Ruler): string {
	const page = new SvgElement('svg', {
		xmlns: 'http://www.w3.org/2000/svg',
		width: WIDTH,
		height: HEIGHT,
		viewBox: `0 0 ${WIDTH} ${HEIGHT}`
	});
	const style = new SvgElement('style');
	style.textContent = STYLE;
	const room = WIDTH - 2 * MARGIN;
	page.append(
		style,
		new SvgElement('rect', { width: WIDTH, height: HEIGHT, fill: INK.page }),
		line(document.title, { y: 108, size: 52, fill: INK.ink, room: room - 260, ruler }),
		line(document.artist, { y: 152, size: 28, fill: INK.quiet, room: room - 260, ruler }),
		...brand(),
		...music(document, room)
	);
	return page.toString();
}

/** A line of text, cut where its room ends. */
function line(
	text: string,
	how: { y: number; size: number; fill: string; room: number; ruler: Ruler }
): SvgElement {
	const element = new SvgElement('text', {
		x: MARGIN,
		y: how.y,
		fill: how.fill,
		'font-size': how.size,
		'font-family': 'Pretendard',
		'font-weight': 600
	});
	element.textContent = fitted(
		text,
		(part) => how.ruler(part, `${how.size}px Pretendard`).width <= how.room
	);
	return element;
}

function fitted(text: string, fits: (text: string) => boolean): string {
	// No room holds more: a title of a megabyte is not measured.
	const letters = [...text.toWellFormed()].slice(0, 120);
	const whole = letters.join('');
	if (letters.length < 120 && fits(whole)) return whole;
	let low = 0;
	let high = letters.length;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if (fits(`${letters.slice(0, middle).join('').trimEnd()}…`)) low = middle;
		else high = middle - 1;
	}
	return `${letters.slice(0, low).join('').trimEnd()}…`;
}

/** The mark and the name, at the upper right. */
function brand(): readonly SvgElement[] {
	const mark = new SvgElement('g', {
		transform: `translate(${WIDTH - MARGIN - 212} 74) scale(1.4)`,
		fill: 'none',
		stroke: INK.accent,
		'stroke-width': 2.5,
		'stroke-linecap': 'round'
	});
	mark.append(
		new SvgElement('path', { d: 'M4 13v6M9 8v16M14 11v10M25 21V6' }),
		new SvgElement('ellipse', {
			...{ cx: 21, cy: 22.4, rx: 4.6, ry: 3.4, fill: INK.accent, stroke: 'none' },
			transform: 'rotate(-20 21 22.4)'
		})
	);
	const name = new SvgElement('text', {
		...{ x: WIDTH - MARGIN, y: 106, 'text-anchor': 'end', fill: INK.accent },
		...{ 'font-size': 24, 'font-family': 'Pretendard', 'font-weight': 600 }
	});
	name.textContent = 'Genesis Music';
	return [mark, name];
}

/** The first systems, as many as there is room for, fading out at the foot. */
function music(document: ScoreDocument, width: number): readonly SvgElement[] {
	const top = 176;
	const notes = firstOf(
		corrected(heardIn(document), document.corrections as unknown as readonly Correction[])
	);
	if (notes.length === 0) return [];
	const score = writeScore(notes, document.writing as unknown as WriteSettings);
	const plan = planSheet(score, { width, space: SPACE, tab: true });
	const systems = plan.systems
		.map((system, index) => ({ system, index }))
		.filter(({ system }) => top + system.y < HEIGHT)
		.map(({ system, index }) => {
			const host = new SvgElement('g', {
				transform: `translate(${MARGIN} ${top + system.y})`,
				color: INK.ink
			});
			drawSystem(host as unknown as HTMLElement, score, plan, index);
			return host;
		});
	const fade = new SvgElement('linearGradient', { id: 'fade', x1: 0, y1: 0, x2: 0, y2: 1 });
	fade.append(
		new SvgElement('stop', { offset: 0, 'stop-color': INK.page, 'stop-opacity': 0 }),
		new SvgElement('stop', { offset: 1, 'stop-color': INK.page, 'stop-opacity': 1 })
	);
	const foot = { x: 0, y: HEIGHT - 130, width: WIDTH, height: 130, fill: 'url(#fade)' };
	return [...systems, fade, new SvgElement('rect', foot)];
}

const heardIn = (document: ScoreDocument): readonly PlayedNote[] =>
	document.notes as unknown as readonly PlayedNote[];

const firstOf = (notes: readonly PlayedNote[]): readonly PlayedNote[] =>
	notes
		.toSorted((a, b) => a.start - b.start)
		.filter(({ start }, i) => start < SECONDS && i < NOTES);
