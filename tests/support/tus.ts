/** The requests of tus, as a test writes them. */
import type { Person } from '#tests/support/api.ts';

const TUS = { 'Tus-Resumable': '1.0.0' };

const base64 = (text: string): string => Buffer.from(text).toString('base64');

export const announce = (
	person: Person,
	length: number,
	metadata: Readonly<Record<string, string>> = {},
	headers: Readonly<Record<string, string>> = {}
): Promise<Response> => {
	const words = Object.entries(metadata).map(([name, value]) => `${name} ${base64(value)}`);
	return person.request('/api/uploads', {
		method: 'POST',
		headers: {
			...TUS,
			'Upload-Length': `${length}`,
			...(words.length > 0 ? { 'Upload-Metadata': words.join(',') } : {}),
			...headers
		}
	});
};

export const sendPart = (
	person: Person,
	id: string,
	offset: number,
	bytes: Uint8Array | ReadableStream,
	headers: Readonly<Record<string, string>> = {}
): Promise<Response> =>
	person.request(`/api/uploads/${id}`, {
		method: 'PATCH',
		headers: {
			...TUS,
			'Upload-Offset': `${offset}`,
			'Content-Type': 'application/offset+octet-stream',
			...(bytes instanceof Uint8Array ? { 'Content-Length': `${bytes.length}` } : {}),
			...headers
		},
		body: bytes as BodyInit,
		duplex: 'half'
	} as RequestInit);

/** How much has come. */
export const offsetOf = async (person: Person, id: string): Promise<number | null> => {
	const response = await person.request(`/api/uploads/${id}`, { method: 'HEAD', headers: TUS });
	return response.ok ? Number(response.headers.get('Upload-Offset')) : null;
};

/** @returns its id */
export async function announced(
	person: Person,
	length: number,
	metadata?: Readonly<Record<string, string>>
): Promise<string> {
	const response = await announce(person, length, metadata);
	if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
	return response.headers.get('Location')!.split('/').at(-1)!;
}

/** All of a file at once. @returns its id */
export async function uploaded(
	person: Person,
	bytes: Uint8Array,
	metadata?: Readonly<Record<string, string>>
): Promise<string> {
	const id = await announced(person, bytes.length, metadata);
	const response = await sendPart(person, id, 0, bytes);
	if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
	return id;
}
