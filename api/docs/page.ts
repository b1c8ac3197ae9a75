/**
 * The OpenAPI document as a page to read: HTML made here, one style sheet beside it, no script, so
 * that it needs no exception from the policy and nothing from elsewhere.
 */
import { html } from 'hono/html';
import { type OpenApi, type Operation, type Schema } from './openapi.ts';
import { shape, type Html } from './schema.ts';

interface Entry extends Operation {
	readonly method: string;
	readonly path: string;
	/** Where a link finds it. */
	readonly id: string;
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

/** @param document as `/api/openapi.json` gives it */
export function docsPage(document: OpenApi): Html {
	const entries = entriesOf(document);
	const tags = [...new Set(entries.map(({ tags }) => tags?.[0] ?? 'other'))];
	const of = (tag: string): Entry[] => entries.filter(({ tags }) => (tags?.[0] ?? 'other') === tag);
	const schemas = Object.entries(document.components?.schemas ?? {}).toSorted(([a], [b]) =>
		a.localeCompare(b)
	);
	return html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="color-scheme" content="light dark" />
				<title>${document.info.title} API</title>
				<link rel="stylesheet" href="/api/docs.css" />
				<link rel="icon" href="/icons/icon.svg" />
			</head>
			<body>
				<nav aria-label="Contents">
					<a class="home" href="/">${document.info.title}</a>
					${tags.map(
						(tag) =>
							html`<h2>${tag}</h2>
								<ul>
									${of(tag).map((entry) => html`<li><a href="#${entry.id}">${name(entry)}</a></li>`)}
								</ul>`
					)}
					<h2>schemas</h2>
					<ul>
						${schemas.map(([title]) => html`<li><a href="#${title}">${title}</a></li>`)}
					</ul>
				</nav>
				<main>
					<h1>API <span>${document.info.version}</span></h1>
					${INTRODUCTION}
					${tags.map(
						(tag) =>
							html`<section>
								<h2>${tag}</h2>
								${of(tag).map(operation)}
							</section>`
					)}
					<section>
						<h2>schemas</h2>
						${schemas.map(([title, schema]) => named(title, schema))}
					</section>
				</main>
			</body>
		</html>`;
}

const INTRODUCTION = html`<p>
		Everything is JSON. Who is signed in is said by the session cookie; a request that writes must
		carry the app's <code>Origin</code>. Every refusal is <code>{ error, message, issues? }</code>:
		decide by <code>error</code>, read <code>message</code>. After 429 wait for as long as
		<code>Retry-After</code> says.
	</p>
	<p>For programs, the same as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>`;

function entriesOf({ paths }: OpenApi): Entry[] {
	return Object.entries(paths).flatMap(([path, operations]) =>
		METHODS.flatMap((method) => {
			const found = operations[method];
			return found ? [{ ...found, method, path, id: `${method}${path}` }] : [];
		})
	);
}

const name = ({ method, path }: Entry): Html =>
	html`<span class="method ${method}">${method}</span><span>${path.replace(/^\/api/, '')}</span>`;

function operation(entry: Entry): Html {
	const { summary, description, parameters = [], requestBody, responses = {} } = entry;
	const sent = schemaIn(requestBody);
	return html`<article id="${entry.id}">
		<h3><span class="method ${entry.method}">${entry.method}</span> <code>${entry.path}</code></h3>
		${summary ? html`<p>${summary}</p>` : ''} ${description ? html`<p>${description}</p>` : ''}
		${
			parameters.length > 0
				? html`<table>
						<caption>
							Parameters
						</caption>
						${parameters.map(
							(each) =>
								html`<tr>
									<th scope="row"><code>${each.name}</code>${each.required ? '' : '?'}</th>
									<td>${each.in}</td>
									<td><code>${shape(each.schema ?? {})}</code> ${each.description ?? ''}</td>
								</tr>`
						)}
					</table>`
				: ''
		}
		${
			sent
				? html`<h4>Body</h4>
						<pre tabindex="0">${shape(sent)}</pre>`
				: ''
		}
		<h4>Answers</h4>
		${Object.entries(responses).map(([status, response]) => {
			const schema = schemaIn(response);
			const what = html`<b class="status">${status}</b> ${response.description ?? ''}`;
			if (!schema) return html`<p>${what}</p>`;
			if (schema.$ref) return html`<p>${what} <code>${shape(schema)}</code></p>`;
			return html`<p>${what}</p>
				<pre tabindex="0">${shape(schema)}</pre>`;
		})}
	</article>`;
}

const named = (title: string, schema: Schema): Html =>
	html`<article id="${title}">
		<h3><code>${title}</code></h3>
		${schema.description ? html`<p>${schema.description}</p>` : ''}
		<pre tabindex="0">${shape(schema)}</pre>
	</article>`;

const schemaIn = (of: Operation['requestBody']): Schema | undefined =>
	of?.content?.['application/json']?.schema;
