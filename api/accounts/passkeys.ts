/**
 * Passkeys by better-auth's plugin, made stricter: it takes a key whose holder was not asked for a
 * finger, a face or a PIN, and such a key is what somebody has, but nothing that they know or are.
 */
import { passkey } from '@better-auth/passkey';
import { APIError } from 'better-auth/api';

/** The key must be kept by the authenticator, so that nobody has to type who they are. */
const DEMANDS = { residentKey: 'required', userVerification: 'required' } as const;

/** @param origin where people open the app; the keys belong to its host */
export const passkeysOf = (origin: string) =>
	passkey({
		rpID: new URL(origin).hostname,
		rpName: 'Genesis Music',
		origin,
		authenticatorSelection: DEMANDS,
		registration: {
			afterVerification: ({ verification }) =>
				refuseUnverified(verification.registrationInfo?.userVerified)
		},
		authentication: {
			afterVerification: ({ verification }) =>
				refuseUnverified(verification.authenticationInfo.userVerified)
		},
		advanced: { webAuthnChallengeCookie: 'passkey' }
	});

/**
 * The plugin logs whatever does not verify. What anybody can send is no mistake of ours, and a log of
 * it would fill; a failure of the database, which has a cause, is one.
 */
export function wasForged(message: string, error: unknown): boolean {
	if (!message.startsWith('Failed to verify') || !(error instanceof Error)) return false;
	const { cause } = error;
	return !(cause instanceof Error) || ('code' in cause && cause.code === 'SQLITE_CONSTRAINT');
}

async function refuseUnverified(verified: boolean | undefined): Promise<undefined> {
	if (verified) return undefined;
	throw new APIError('UNAUTHORIZED', {
		code: 'PASSKEY_NOT_VERIFIED',
		message: 'The authenticator did not make sure who holds it.'
	});
}
