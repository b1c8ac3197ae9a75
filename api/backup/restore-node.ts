/**
 * Puts a backup in the place of what a server keeps. The backup is unpacked and examined before
 * anything is touched, and what was there is put aside, not deleted. The database begins a new
 * epoch by it, so that devices send again what the backup is too old to hold.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createClient, type LibsqlError } from '@libsql/client';
import { beginEpoch } from '#api/db/epochs.ts';
import { latestMigration, openDatabase } from '#api/db/open-node.ts';
import { BadBackup, readArchive } from './archive-node.ts';
import { examined, type Kept } from './backup-node.ts';

export interface Restored extends Kept {
	/** Where what was there before has gone; null when there was nothing. */
	readonly aside: string | null;
}

/** @param stamp tells what is put aside now from what was put aside another time */
export async function restore(dataDir: string, file: string, stamp: string): Promise<Restored> {
	if (!existsSync(file)) throw new BadBackup(`There is no ${file}.`);
	await refuseWhileInUse(join(dataDir, 'genesis.db'));
	const incoming = join(dataDir, 'restoring');
	rmSync(incoming, { recursive: true, force: true });
	mkdirSync(incoming, { recursive: true, mode: 0o700 });
	try {
		const names = readArchive(file, incoming);
		const { people, scores, made } = await examined(join(incoming, 'genesis.db'));
		if (made > latestMigration()) {
			throw new BadBackup(`${file} comes from a newer version; update this one first.`);
		}
		await begin(join(incoming, 'genesis.db'));
		const aside = putAside(dataDir, stamp);
		for (const name of readdirSync(incoming)) {
			renameSync(join(incoming, name), join(dataDir, name));
		}
		return { people, scores, files: names.length - 1, aside };
	} finally {
		rmSync(incoming, { recursive: true, force: true });
	}
}

/** Of an older version it may know no epochs yet, so it is brought up to date first. */
async function begin(path: string): Promise<void> {
	const database = await openDatabase(`file:${path}`);
	try {
		await beginEpoch(database, Date.now(), randomUUID());
		await database.run('PRAGMA wal_checkpoint(TRUNCATE)');
	} finally {
		database.$client.close();
	}
}

/** A file in WAL mode leaves it only when nobody else has it open. */
async function refuseWhileInUse(path: string): Promise<void> {
	if (!existsSync(path)) return;
	const present = createClient({ url: `file:${path}` });
	try {
		await present.execute('PRAGMA journal_mode = DELETE');
	} catch (cause) {
		// A damaged file is what a restore is for.
		if ((cause as LibsqlError).code !== 'SQLITE_BUSY') return;
		throw new BadBackup('The server is running; stop it first.');
	} finally {
		present.close();
	}
}

function putAside(dataDir: string, stamp: string): string | null {
	const present = readdirSync(dataDir).filter((name) => !/^(restoring|replaced-)/.test(name));
	if (present.length === 0) return null;
	const aside = join(dataDir, `replaced-${stamp}`);
	mkdirSync(aside, { mode: 0o700 });
	for (const name of present) renameSync(join(dataDir, name), join(aside, name));
	return aside;
}
