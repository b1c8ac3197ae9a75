/**
 * What the server and its workers say of themselves: one JSON object a line, for programs to read.
 * Nothing of a person goes in: no address of mail or network, no title, no path that holds a token.
 * It imports nothing of Node.
 */

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type Level = (typeof LEVELS)[number];

export const isLevel = (text: string): text is Level => LEVELS.includes(text as Level);

/** Ids, names of routes and codes, and numbers. */
type Facts = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
	/** Each request and each step. */
	debug(event: string, facts?: Facts): void;
	/** What somebody who runs a server wants to know of a usual day. */
	info(event: string, facts?: Facts): void;
	/** It will go on, but somebody should look. */
	warn(event: string, facts?: Facts): void;
	/** A mistake of ours. */
	error(event: string, facts?: Facts): void;
	/** The same log, with facts that every line of it has. */
	with(facts: Facts): Log;
}

/** @param write takes one line; without it, lines go to standard error, which is left to people otherwise */
export function logTo(
	least: Level,
	write: (line: string) => void = (line) => console.error(line),
	always: Facts = {}
): Log {
	const at =
		(level: Level) =>
		(event: string, facts: Facts = {}): void => {
			if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
			write(JSON.stringify({ time: new Date().toISOString(), level, event, ...always, ...facts }));
		};
	return {
		debug: at('debug'),
		info: at('info'),
		warn: at('warn'),
		error: at('error'),
		with: (facts) => logTo(least, write, { ...always, ...facts })
	};
}

/** Of an error what names nobody: its kind, and the code that a system or a library gave it. */
export function factsOf(cause: unknown): Facts {
	if (!(cause instanceof Error)) return { cause: typeof cause };
	const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
	const where =
		/\((?:file:\/\/)?[^()]*\/((?:api|models|music|engraving|node_modules)\/[^()]+)\)/.exec(
			cause.stack ?? ''
		)?.[1];
	return { cause: cause.name, code, where };
}
