/** A backup is one SQLite file with all files in a table, in parts: a recording may be larger than the memory. */
import { appendFileSync, closeSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Why a backup was not made or taken, in a sentence for the person who asked. */
export class BadBackup extends Error {}

const PART = 4 * 1024 * 1024;

/** @param paths of the files, by the names that they have in the archive */
export function writeArchive(archive: string, paths: ReadonlyMap<string, string>): void {
	const into = new DatabaseSync(archive);
	into.exec('CREATE TABLE files (path TEXT, part INTEGER, bytes BLOB, PRIMARY KEY (path, part))');
	const insert = into.prepare('INSERT INTO files VALUES (?, ?, ?)');
	const buffer = Buffer.alloc(PART);
	for (const [name, path] of paths) {
		const from = openSync(path, 'r');
		for (let part = 0, full = true; full; part += 1) {
			const length = readSync(from, buffer, 0, PART, null);
			full = length === PART;
			if (length > 0 || part === 0) insert.run(name, part, buffer.subarray(0, length));
		}
		closeSync(from);
	}
	into.close();
}

/** Writes every file of an archive below `folder`, and gives their names. Throws `BadBackup`. */
export function readArchive(archive: string, folder: string): string[] {
	const names = new Set<string>();
	const from = new DatabaseSync(archive, { readOnly: true });
	try {
		const [check] = from.prepare('PRAGMA integrity_check').all();
		if (check?.['integrity_check'] !== 'ok') throw new Error('damaged');
		for (const row of from.prepare('SELECT * FROM files ORDER BY path, part').iterate()) {
			const { path, bytes } = row as { path: string; bytes: Uint8Array };
			if (normalize(path).startsWith('..')) throw new Error('it would write elsewhere');
			const to = join(folder, path);
			mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
			if (names.has(path)) appendFileSync(to, bytes);
			else writeFileSync(to, bytes, { mode: 0o600 });
			names.add(path);
		}
	} catch {
		throw new BadBackup(`${archive} is no backup, or it is damaged.`);
	} finally {
		from.close();
	}
	return [...names];
}
