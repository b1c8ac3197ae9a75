/** What the server says no to, as values that the page has words for. */
import { z } from 'zod';
import { fail, ok, type Result } from '#music/result.ts';

const CODES = [
	'invalid-email-or-password',
	'email-not-verified',
	'user-already-exists-use-another-email',
	'password-too-common',
	'invalid-password',
	'invalid-token',
	'token-expired',
	'sign-in-first',
	'sign-in-again',
	'not-a-picture',
	'too-large',
	'too-many-passkeys',
	'passkey-not-found',
	'passkey-not-verified',
	'challenge-not-found'
] as const;

/** What the browser says, before the server is asked. */
type PasskeyCode = 'passkey-not-made' | 'passkey-not-used' | 'passkey-here' | 'passkey-failed';

export type AccountFailure =
	| { readonly code: (typeof CODES)[number] | PasskeyCode | 'offline' | 'refused' }
	/** Seconds until it may be tried again. */
	| { readonly code: 'wait'; readonly seconds: number };

export type Outcome<T = void> = Result<T, AccountFailure>;

const Refusal = z.object({ error: z.string() });

/** What became of a request: a response that is good, or a failure that the page can put in words. */
export async function asked<R extends Response>(sending: Promise<R>): Promise<Outcome<R>> {
	let response: R;
	try {
		response = await sending;
	} catch {
		return fail({ code: 'offline' }); // fetch throws only when nothing was answered
	}
	if (response.ok) return ok(response);
	if (response.status === 429) {
		return fail({ code: 'wait', seconds: Number(response.headers.get('Retry-After')) || 60 });
	}
	const { error } = Refusal.catch({ error: '' }).parse(await response.json().catch(() => null));
	return fail({ code: CODES.find((code) => code === error) ?? 'refused' });
}
