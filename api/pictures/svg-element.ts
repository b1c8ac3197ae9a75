/**
 * As much of a document as drawing a score needs: elements that can be made, filled, nested and
 * written out. Text and attributes are escaped in one place, on their way out.
 */

/** What XML forbids, even escaped. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const ESCAPES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

/** Safe in text and attributes of XML and HTML. */
export const escaped = (text: string): string =>
	text
		.toWellFormed()
		.replace(FORBIDDEN, '')
		.replace(/[&<>"']/g, (char) => ESCAPES[char]!);

export class SvgElement {
	readonly nodeName: string;
	readonly dataset: Record<string, string> = {};
	textContent = '';
	readonly #attributes = new Map<string, string>();
	readonly #children: SvgElement[] = [];
	#parent: SvgElement | null = null;

	constructor(name: string, attributes: Readonly<Record<string, string | number>> = {}) {
		this.nodeName = name;
		for (const [key, value] of Object.entries(attributes)) this.setAttribute(key, value);
	}

	/** Every element can make others, so a document is not needed. */
	readonly ownerDocument = {
		createElementNS: (_space: string, name: string): SvgElement => new SvgElement(name)
	};

	setAttribute(name: string, value: string | number): void {
		this.#attributes.set(name, `${value}`);
	}

	getAttribute(name: string): string | null {
		return this.#attributes.get(name) ?? null;
	}

	appendChild(child: SvgElement): SvgElement {
		child.remove();
		child.#parent = this;
		this.#children.push(child);
		return child;
	}

	append(...children: readonly SvgElement[]): this {
		for (const child of children) this.appendChild(child);
		return this;
	}

	remove(): void {
		if (!this.#parent) return;
		const siblings = this.#parent.#children;
		siblings.splice(siblings.indexOf(this), 1);
		this.#parent = null;
	}

	toString(): string {
		const attributes = [...this.#attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`);
		const inside = escaped(this.textContent) + this.#children.join('');
		return `<${this.nodeName}${attributes.join('')}>${inside}</${this.nodeName}>`;
	}
}
