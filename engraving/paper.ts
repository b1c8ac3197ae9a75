/**
 * The SVG that VexFlow draws on, told to leave colours and fonts to the page's
 * style sheet: ink is `currentColor`, parts have classes, and so light, dark,
 * print, playing and doubt are never drawn again, only styled. It also writes no
 * style attributes, which the content security policy would block.
 */
import { SVGContext, VexFlow } from 'vexflow/core';
import { makeSwift } from '#engraving/swift.ts';

VexFlow.setFonts('Bravura');
makeSwift();

/** What CSS on the sheet decides, or what only repeats the default. */
const LEFT_TO_CSS = new Set([
	'font-family',
	'font-style',
	'font-weight',
	'shadowBlur',
	'shadowColor',
	'stroke-dasharray',
	'pointer-events',
	'scaleX',
	'scaleY'
]);

/** VexFlow's own music size: an em of four staff spaces. */
const MUSIC_SIZE = '30pt';

const SVG_NS = 'http://www.w3.org/2000/svg';

type Attributes = Readonly<Record<string, string | number | undefined>>;

interface Look {
	readonly className?: string;
	/** `x` is the middle of the text. */
	readonly centred?: boolean;
}

export class Paper extends SVGContext {
	readonly #groups = new Map<string, SVGGElement>();

	/** `width` and `height` are units; `scale` is CSS pixels in a unit. */
	constructor(host: HTMLElement, width: number, height: number, scale: number) {
		super(host);
		const { svg } = this;
		svg.setAttribute('class', 'sheet-ink');
		svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
		svg.setAttribute('width', `${width * scale}`);
		svg.setAttribute('height', `${height * scale}`);
		svg.setAttribute('fill', 'currentColor');
		svg.setAttribute('stroke', 'currentColor');
		svg.setAttribute('font-size', MUSIC_SIZE);
		svg.setAttribute('font-family', 'Bravura');
		svg.setAttribute('aria-hidden', 'true');
	}

	/** In the document of the host: a server draws into one of its own. */
	override create(name: 'g'): SVGGElement;
	override create(name: 'path'): SVGPathElement;
	override create(name: 'rect'): SVGRectElement;
	override create(name: 'svg'): SVGSVGElement;
	override create(name: 'text'): SVGTextElement;
	override create(name: string): SVGElement;
	override create(name: string): SVGElement {
		return this.element.ownerDocument.createElementNS(SVG_NS, name);
	}

	override applyAttributes(element: SVGElement, attributes: Attributes): SVGElement {
		if (element.nodeName === 'svg' || element.nodeName === 'g') return element;
		const isText = element.nodeName === 'text';
		for (const [name, value] of Object.entries(attributes)) {
			if (value === undefined || LEFT_TO_CSS.has(name)) continue;
			if (name === 'font-size' && (!isText || value === MUSIC_SIZE)) continue;
			if (name === 'stroke-width' && (isText || value === 1)) continue;
			if ((name === 'fill' || name === 'stroke') && value !== 'none') continue;
			element.setAttribute(name, `${value}`);
		}
		return element;
	}

	/** Plain copies: the states are flat, and `structuredClone` is slow. */
	override save(): this {
		this.stateStack.push({ state: { ...this.state }, attributes: { ...this.attributes } });
		return this;
	}

	override restore(): this {
		const saved = this.stateStack.pop();
		if (saved) Object.assign(this, saved);
		return this;
	}

	override openGroup(name?: string, id?: string): SVGGElement {
		const group = super.openGroup();
		if (name) group.setAttribute('class', name);
		if (id) this.#groups.set(id, group);
		return group;
	}

	/** Clicks are found by position, so the ink needs no targets. */
	override pointerRect(): this {
		return this;
	}

	/** What was drawn for one VexFlow element. */
	groupOf(id: string): SVGGElement | undefined {
		return this.#groups.get(id);
	}

	glyph(code: string, x: number, y: number, look: Look = {}): SVGTextElement {
		const text = this.create('text');
		text.textContent = code;
		text.setAttribute('x', `${this.round(x)}`);
		text.setAttribute('y', `${this.round(y)}`);
		text.setAttribute('stroke', 'none');
		if (look.className) text.setAttribute('class', look.className);
		if (look.centred) text.setAttribute('text-anchor', 'middle');
		this.add(text);
		return text;
	}

	/** Words or digits in the page's text font; the class gives their weight, `size` is in units. */
	label(text: string, x: number, y: number, size: number, look: Look): void {
		const label = this.glyph(text, x, y, look);
		label.setAttribute('font-size', `${size}`);
	}

	/** A part of a text, to be appended to it; `size` is in units. */
	span(text: string, size: number): SVGElement {
		const span = this.create('tspan');
		span.textContent = text;
		span.setAttribute('font-size', `${size}`);
		return span;
	}

	/** A path from an SVG `d` string. */
	draw(d: string, className: string): void {
		const path = this.create('path');
		path.setAttribute('d', d);
		path.setAttribute('class', className);
		this.add(path);
	}

	block(x: number, y: number, width: number, height: number, className: string): void {
		const rect = this.create('rect');
		for (const [name, value] of Object.entries({ x, y, width, height })) {
			rect.setAttribute(name, `${this.round(value)}`);
		}
		rect.setAttribute('class', className);
		rect.setAttribute('stroke', 'none');
		this.add(rect);
	}
}
