/** What stands in a link: 128 random bits. Whoever holds them may read; nothing of the owner can be read off them. */

/** Of a token as text: base64url of 16 bytes. */
export const TOKEN_LENGTH = 22;

export function newToken(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replaceAll('=', '');
}

/**
 * The id of a score as strangers see it: made of the link, so that the owner's own id stays with
 * the owner, and the same for everybody who holds the link.
 */
export function strangersId(token: string): string {
	const raw = atob(token.replaceAll('-', '+').replaceAll('_', '/'));
	const bytes = Array.from(raw, (char) => char.charCodeAt(0));
	bytes[6] = 0x80 | (bytes[6]! & 0x0f); // version 8 (RFC 9562): made by our own rule
	bytes[8] = 0x80 | (bytes[8]! & 0x3f);
	const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
