/** The little XML that an export needs: elements as plain values, and one way to write them down. */

export interface Element {
	readonly name: string;
	readonly attributes: Readonly<Record<string, string | number>>;
	/** Text, or elements. */
	readonly content: string | readonly Element[];
}

type Content = string | number | readonly (Element | null)[];

/** An element; null among its children is left out. */
export function element(
	name: string,
	content: Content = [],
	attributes: Element['attributes'] = {}
): Element {
	if (typeof content === 'string') return { name, attributes, content };
	if (typeof content === 'number') return { name, attributes, content: String(content) };
	return { name, attributes, content: content.filter((child) => child !== null) };
}

/** Indented by tabs, an element a line. */
export function writeXml(root: Element): string {
	const lines: string[] = [];
	write(root, '', lines);
	return `${lines.join('\n')}\n`;
}

function write({ name, attributes, content }: Element, indent: string, lines: string[]): void {
	const named = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(`${value}`)}"`);
	const open = `${indent}<${name}${named.join('')}`;
	if (content.length === 0) {
		lines.push(`${open}/>`);
	} else if (typeof content === 'string') {
		lines.push(`${open}>${escape(content)}</${name}>`);
	} else {
		lines.push(`${open}>`);
		for (const child of content) write(child, `${indent}\t`, lines);
		lines.push(`${indent}</${name}>`);
	}
}

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;'
};

/** XML 1.0 has no way to write most control characters or half a surrogate pair, so they are dropped. */
function escape(text: string): string {
	return text
		.replace(/\p{Surrogate}|[\uFFFE\uFFFF]/gu, '')
		.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g, '')
		.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!);
}
