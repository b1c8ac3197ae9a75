/**
 * What a browser and this server say to each other about a passkey, as WebAuthn Level 3 has it in
 * JSON (https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON). Of what browsers add
 * only that is taken which is needed to verify it.
 */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '#api/env.ts';
import { Refused } from '#api/errors.ts';

/** Base64url; the limit of a body leaves room for more than any authenticator sends. */
const encoded = (most: number) =>
	z
		.string()
		.regex(/^[\w-]+$/)
		.max(most);

/** For `PublicKeyCredential.parse…OptionsFromJSON`, which knows what else it may hold. */
export const Options = z.looseObject({ challenge: z.string() }).openapi('PasskeyOptions');

export const CreationOptions = z.looseObject({
	...Options.shape,
	user: z.looseObject({ displayName: z.string() })
});

export const Made = z.strictObject({
	id: encoded(1_400),
	response: z.strictObject({
		clientDataJSON: encoded(4_000),
		attestationObject: encoded(8_000),
		transports: z.array(z.string().regex(/^[\w-]{1,20}$/)).max(8)
	})
});

export const Signed = z.strictObject({
	id: encoded(1_400),
	response: z.strictObject({
		clientDataJSON: encoded(4_000),
		authenticatorData: encoded(2_000),
		signature: encoded(2_000),
		userHandle: encoded(100).nullable()
	})
});

/** As the verifying library wants it. */
export const credential = <Answer extends { readonly id: string }>(answer: Answer) => ({
	...answer,
	rawId: answer.id,
	type: 'public-key',
	clientExtensionResults: {}
});

/** Throws `Refused` 404 where the settings, or the server's address, allow none. */
export function offered(c: Context<Env>): void {
	if (c.var.services.passkeys) return;
	throw new Refused(404, 'not-found', 'One cannot sign in by a passkey here.');
}

/** better-auth takes whatever does not verify for a mistake of its own. */
export function notVerified(cause: unknown): never {
	if (!(cause instanceof Refused)) throw cause;
	if (cause.code === 'challenge-not-found' || cause.code === 'passkey-not-found') throw cause;
	throw new Refused(400, 'passkey-not-verified', 'This is not what the passkey would say.');
}
