/** A schema as somebody would write its type down, with what the type cannot say behind it. */
import { html } from 'hono/html';
import { nameIn, type Schema } from './openapi.ts';

/** Hono's own name for text that is HTML already. */
export type Html = ReturnType<typeof html>;

const NOTHING = html``;

/** @param depth how far the braces are from the margin */
export function shape(schema: Schema, depth = 0): Html {
	if (schema.$ref) return link(nameIn(schema.$ref));
	if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`;
	const several = schema.oneOf ?? schema.anyOf;
	if (several) return joined(several.map((each) => shape(each, depth)));
	if (schema.allOf)
		return joined(
			schema.allOf.map((each) => shape(each, depth)),
			' & '
		);
	const kinds = [schema.type ?? []].flat();
	const [kind = 'anything'] = kinds.filter((each) => each !== 'null');
	const or = kinds.includes('null') ? html` | null` : NOTHING;
	return html`${bare(schema, kind, depth)}${or}`;
}

function bare(schema: Schema, kind: string, depth: number): Html {
	if (schema.enum) return joined(schema.enum.map((each) => html`${JSON.stringify(each)}`));
	if (kind === 'array') {
		const { items = {} } = schema;
		const several = items.oneOf ?? items.anyOf ?? items.enum;
		const item = several ? html`(${shape(items, depth)})` : shape(items, depth);
		return html`${item}[]${limits(schema)}`;
	}
	const fields = Object.entries(schema.properties ?? {});
	if (kind === 'object' && fields.length > 0) {
		const end = '\n';
		const lines = fields.map(([name, field]) => {
			const optional = schema.required?.includes(name) ? '' : '?';
			const margin = '  '.repeat(depth + 1);
			return html`${margin}<b>${name}</b>${optional}: ${shape(field, depth + 1)}${end}`;
		});
		return html`{${end}${lines}${'  '.repeat(depth)}}`;
	}
	return html`${schema.format ?? kind}${limits(schema)}`;
}

const link = (name: string): Html => html`<a href="#${name}">${name}</a>`;

const joined = (parts: readonly Html[], between = ' | '): Html =>
	html`${parts.map((part, i) => (i === 0 ? part : html`${between}${part}`))}`;

/** `1 … 50`, `at most 100 letters`: said only where there is something to say. */
function limits(schema: Schema): Html {
	const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
	const said = [
		between(minimum, maximum, ''),
		between(minLength, maxLength, ' letters'),
		between(minItems, maxItems, ' items'),
		schema.default === undefined ? '' : `else ${JSON.stringify(schema.default)}`
	].filter(Boolean);
	return said.length > 0 ? html` <i>${said.join(', ')}</i>` : NOTHING;
}

/** Bounds that only say what a number of the kind can be are no news. */
function between(least: number | undefined, most: number | undefined, what: string): string {
	const [from, to] = [news(least), news(most)];
	if (from === undefined && to === undefined) return '';
	if (from === undefined) return `at most ${to}${what}`;
	return to === undefined ? `at least ${from}${what}` : `${from} … ${to}${what}`;
}

const news = (bound: number | undefined): number | undefined =>
	bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;
