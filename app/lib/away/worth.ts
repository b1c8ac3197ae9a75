/** Which failures lie in this device, or pass: another machine may hear what this one could not. */

const ELSEWHERE: ReadonlySet<string> = new Set([
	'unsupported-codec',
	'corrupt',
	'no-engine',
	'crashed',
	'full',
	'damaged',
	'away-full',
	'away-busy',
	'away-lost',
	'away-failed'
]);

/** @param failure as the library keeps it */
export const mayBeHeardAway = (failure: string | null): boolean =>
	failure !== null && ELSEWHERE.has(failure);
