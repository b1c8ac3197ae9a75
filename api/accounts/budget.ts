/** What tries of passwords and letters cost: the strictest limits there are. */
import type { Context } from 'hono';
import type { Env } from '#api/env.ts';
import { addressGroup, spend, type Spending } from '#api/limits.ts';

/** A try of a password for an account, known or not. Throws `Refused` 429. */
export async function spendPassword(c: Context<Env>, account: string): Promise<void> {
	const address = addressGroup(c.var.services.address(c));
	const whose = await digest(account);
	await spend(c.var.services, [
		{ limit: 'passwords', whose: `${whose}/${address}` },
		{ limit: 'passwordsAnywhere', whose },
		{ limit: 'passwordsOfAddress', whose: address }
	]);
}

/** Signing in by a passkey has begun, which keeps a row for some minutes. Throws `Refused` 429. */
export const spendPasskey = (c: Context<Env>): Promise<void> =>
	spend(c.var.services, [
		{ limit: 'passkeysOfAddress', whose: addressGroup(c.var.services.address(c)) }
	]);

/** A letter to an address, whether one is sent or not. Throws `Refused` 429. */
export async function spendLetter(c: Context<Env>, email: string): Promise<void> {
	const spendings: Spending[] = [
		{ limit: 'letters', whose: await digest(email) },
		{ limit: 'lettersOfAddress', whose: addressGroup(c.var.services.address(c)) }
	];
	await spend(c.var.services, spendings);
}

/** The table of limits outlives an account, so it holds nobody's address in the clear. */
async function digest(text: string): Promise<string> {
	const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
	return Array.from(new Uint8Array(bytes, 0, 12), (byte) =>
		byte.toString(16).padStart(2, '0')
	).join('');
}
