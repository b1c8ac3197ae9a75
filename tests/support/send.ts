/** Requests as a test writes them. */
import type { Person } from '#tests/support/api.ts';

/** With a body of JSON, when there is one. */
export const send = (
	person: Person,
	method: string,
	path: string,
	json?: unknown,
	headers: Readonly<Record<string, string>> = {}
): Promise<Response> =>
	person.request(path, {
		method,
		headers: { ...(json === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
		...(json === undefined ? {} : { body: JSON.stringify(json) })
	});
