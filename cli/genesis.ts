/**
 * The command line: `npm run -s genesis -- transcribe AUDIO …`. It shows that the
 * pipeline needs no browser, and it is what the evaluation runs.
 *
 * Exit codes: 0 done, 1 a bug, 2 it was called wrongly, 3 a file cannot be read or written.
 */
import { SoundError } from '#models/audio/sound.ts';
import { HELP } from '#cli/help.ts';
import { readOptions, UsageError } from '#cli/options.ts';
import { explain } from '#cli/words.ts';

const [DONE, BUG, USAGE, BAD_FILE] = [0, 1, 2, 3];

async function main(args: readonly string[]): Promise<number> {
	try {
		const options = readOptions(args);
		if (options === 'help') {
			process.stdout.write(HELP);
			return DONE;
		}
		// The network is large: only who has asked rightly waits for it.
		const { transcribe } = await import('#cli/transcribe.ts');
		await transcribe(options);
		return DONE;
	} catch (error) {
		if (error instanceof UsageError) return complain(`${error.message} (see --help)`, USAGE);
		if (error instanceof SoundError) return complain(explain(error.failure), BAD_FILE);
		if (isFileError(error)) return complain(error.message, BAD_FILE);
		console.error(error);
		return BUG;
	}
}

function complain(line: string, code: number): number {
	process.stderr.write(`genesis: ${line.replaceAll('\n', ' ')}\n`);
	return code;
}

/** What the system says about a path that a person gave. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
	return error instanceof Error && 'syscall' in error;
}

// Whoever reads our output may stop reading: `| head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
	if (error.code === 'EPIPE') process.exit(DONE);
	throw error;
});

process.exitCode = await main(process.argv.slice(2));
