/** Tells one request from another, so that a key cannot stand for two of them. */
import type { Context } from 'hono';

/** SHA-256 of method, path and body, as hexadecimal digits. */
export async function fingerprintOf({ req }: Context): Promise<string> {
	const text = `${req.method} ${req.path}\n${await req.text()}`;
	return sha256(text);
}

/** In hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
