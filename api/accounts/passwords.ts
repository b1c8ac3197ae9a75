/**
 * Which passwords are refused: those that are tried first. The list is here, so that no password and
 * no part of one is sent anywhere to be checked. It holds 2,700 long passwords of public breaches,
 * and the 4,000 commonest short ones, which are refused with something short added or said twice
 * (from zxcvbn, MIT, and Django, BSD; see NOTICE).
 */
import { z } from 'zod';
import { Refused } from '#api/errors.ts';
import common from './common-passwords.json' with { type: 'json' };

export const PASSWORD_LENGTH = { least: 10, most: 128 } as const;

/** A new password. It is checked as it is: no trimming, no rules about kinds of letters. */
export const NewPassword = z.string().min(PASSWORD_LENGTH.least).max(PASSWORD_LENGTH.most);

const LONG = new Set(common.long.split(' '));
const SHORT = new Set(common.short.split(' '));

/** What is added to a common password most: `password1!`, `2024sunshine`. */
const ADDED = /^[\d\W_]{0,4}(.*?)[\d\W_]{0,5}$/s;

/** @param about what a stranger knows of the person: the address, the name */
export function isEasilyGuessed(password: string, about: readonly string[]): boolean {
	const typed = password.toLowerCase().replaceAll(/\s/g, '');
	const core = ADDED.exec(typed)?.[1] ?? typed;
	const half = typed.slice(0, typed.length / 2);
	return (
		new Set(typed).size < 4 ||
		LONG.has(typed) ||
		SHORT.has(core) ||
		LONG.has(core) ||
		(typed === half + half && (SHORT.has(half) || half.length < 4)) ||
		typed.includes('genesismusic') ||
		about.flatMap(known).some((word) => core === word || typed === word)
	);
}

const known = (text: string): string[] => {
	const whole = text.toLowerCase().replaceAll(/\s/g, '');
	return [whole, whole.split('@')[0]!].filter((word) => word.length >= 4);
};

/** Throws `Refused` when a password is among the first that are tried. */
export function refuseGuessed(password: string, about: readonly string[]): void {
	if (!isEasilyGuessed(password, about)) return;
	throw new Refused(422, 'password-too-common', 'This password is among the first that are tried.');
}
