/**
 * What every response says to the browser. Cross-origin isolation gives the engine its threads;
 * the content security policy lets nothing run that the build did not write.
 */
import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';

/** Inline scripts of the page: SvelteKit's bootstrap is the only one, and its hash is let in. */
const INLINE_SCRIPT = /<script(?![^>]*\bsrc=)[^>]*>([^]*?)<\/script>/g;

/** The policy for a page whose inline scripts are exactly those in `html`. */
export function contentSecurityPolicy(html: string): string {
	const hashes = [...html.matchAll(INLINE_SCRIPT)].map(
		([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`
	);
	return [
		"default-src 'self'",
		["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(' '),
		"style-src 'self'",
		"img-src 'self' blob: data:",
		"media-src 'self' blob:",
		"connect-src 'self' blob:",
		"font-src 'self'",
		// Tone's ticker is a worker made from a blob.
		"worker-src 'self' blob:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'"
	].join('; ');
}

/** What every response carries, errors and files included. */
export const headersOf = (policy: string): Readonly<Record<string, string>> => ({
	'Content-Security-Policy': policy,
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Embedder-Policy': 'require-corp',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'X-Content-Type-Options': 'nosniff',
	'Referrer-Policy': 'no-referrer',
	'Permissions-Policy':
		'microphone=(self), display-capture=(self), camera=(), geolocation=(), payment=(), usb=()'
});

/** Sets the headers of every response, errors included; what a route has said of itself stays. */
export function secureHeaders(policy: string): MiddlewareHandler {
	const headers = Object.entries(headersOf(policy));
	return async (c, next) => {
		await next();
		for (const [name, value] of headers) {
			if (!c.res.headers.has(name)) c.res.headers.set(name, value);
		}
	};
}
