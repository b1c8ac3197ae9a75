/**
 * Where a worker keeps a recording while it hears it. A worker that is killed takes nothing away, so
 * the next one on its machine does: nobody's recording lies about for longer than that.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^genesis-job-(\d+)-/;

/** A new folder for one job; its name says whose it is. */
export const jobFolder = (): Promise<string> =>
	mkdtemp(join(tmpdir(), `genesis-job-${process.pid}-`));

/** Takes away what dead workers have left. To be called before the first job. */
export async function sweepFolders(): Promise<void> {
	const names = await readdir(tmpdir());
	const left = names.filter((name) => {
		const pid = Number(NAME.exec(name)?.[1] ?? 0);
		// The first process of a container has the number that the one before it had.
		return pid > 0 && (pid === process.pid || !lives(pid));
	});
	await Promise.all(
		left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {}))
	);
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (cause) {
		// It lives, and is somebody else's.
		return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
	}
}
