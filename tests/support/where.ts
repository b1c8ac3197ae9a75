/** Where the API of a test runs, and what a place does not have. */

/** Address of the Worker to test; unset where the API runs in the test's own process. */
export const WORKER = process.env['TEST_WORKER'];

/** What tests may need besides the API, and why it is not had on Workers. */
const NOT_ON_WORKERS = {
	recordings: 'a Worker has no disk to keep recordings on',
	hearing: 'a Worker has no disk for uploads to land on, so there is nothing to hear',
	'the site': 'Cloudflare itself serves the files of the app',
	'the process': 'what a Worker spends is not seen from the process of a test',
	'the database': 'what is asked is the database file, and not the API'
} as const;

const said = new Set<string>();

function tell(why: string): void {
	if (!said.has(why)) process.stderr.write(`Skipped on Workers: ${why}\n`);
	said.add(why);
}

/** For `describe.skipIf` and `test.skipIf`; says the reason, once for each file. */
export function lacks(what: keyof typeof NOT_ON_WORKERS): boolean {
	if (WORKER) tell(NOT_ON_WORKERS[what]);
	return WORKER !== undefined;
}

let skip: ((why: string) => never) | null = null;

/** Called before each test by the runner's set-up: how the test that now runs is skipped. */
export const runs = (how: NonNullable<typeof skip>): void => void (skip = how);

/** Ends the test that runs, as skipped: it has come upon something that is not had on Workers. */
export function leave(why: string): never {
	tell(why);
	if (!skip) throw new Error(why);
	return skip(why);
}
