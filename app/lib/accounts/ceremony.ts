/**
 * The one door to the browser's passkeys (WebAuthn Level 3). Options come from the server as they
 * are; of the answers only that is handed on which the server reads.
 */
import { z } from 'zod';
import { fail, ok } from '#music/result.ts';
import type { Outcome } from './asked.ts';

const Made = z.object({
	id: z.string(),
	response: z.object({
		clientDataJSON: z.string(),
		attestationObject: z.string(),
		transports: z.array(z.string()).default([])
	})
});

const Signed = z.object({
	id: z.string(),
	response: z.object({
		clientDataJSON: z.string(),
		authenticatorData: z.string(),
		signature: z.string(),
		userHandle: z.string().nullable().default(null)
	})
});

type Made = z.infer<typeof Made>;
export type Signed = z.infer<typeof Signed>;

/** Browsers older than 2025 would need the JSON taken apart by hand, and go on with passwords. */
export const knowsPasskeys = (): boolean =>
	'PublicKeyCredential' in globalThis && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/** Passkeys can be among what the browser suggests for a field. */
export const suggestsPasskeys = async (): Promise<boolean> =>
	knowsPasskeys() && (await PublicKeyCredential.isConditionalMediationAvailable());

/** @param options as the server wrote them */
export async function makePasskey(options: object): Promise<Outcome<Made>> {
	try {
		const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
			options as PublicKeyCredentialCreationOptionsJSON
		);
		const made = await navigator.credentials.create({ publicKey });
		return ok(Made.parse((made as PublicKeyCredential).toJSON()));
	} catch (cause) {
		return fail({ code: codeOf(cause, 'passkey-not-made') });
	}
}

/**
 * @param options as the server wrote them
 * @param quietly waits among the browser's suggestions, instead of asking at once
 */
export async function signByPasskey(
	options: object,
	quietly?: AbortSignal
): Promise<Outcome<Signed>> {
	try {
		const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
			options as PublicKeyCredentialRequestOptionsJSON
		);
		const signed = await navigator.credentials.get({
			publicKey,
			...(quietly ? { mediation: 'conditional', signal: quietly } : {})
		});
		return ok(Signed.parse((signed as PublicKeyCredential).toJSON()));
	} catch (cause) {
		return fail({ code: codeOf(cause, 'passkey-not-used') });
	}
}

/** Tells whatever keeps the passkey that it opens nothing any more, where the browser can. */
export async function disownPasskey(id: string): Promise<void> {
	if (!('signalUnknownCredential' in PublicKeyCredential)) return;
	const unknown = { rpId: location.hostname, credentialId: id };
	await PublicKeyCredential.signalUnknownCredential(unknown).catch(() => {}); // only a courtesy
}

/** A person who turns away, and one who has no passkey here, look the same on purpose. */
function codeOf<Code extends string>(
	cause: unknown,
	turnedAway: Code
): Code | 'passkey-here' | 'passkey-failed' {
	const name = cause instanceof DOMException ? cause.name : '';
	if (name === 'NotAllowedError' || name === 'AbortError') return turnedAway;
	return name === 'InvalidStateError' ? 'passkey-here' : 'passkey-failed';
}
