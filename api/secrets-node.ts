/** Secrets are made once and kept beside the database, readable by the server's user alone. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BadSetting } from './environment.ts';

const Secret = z.string().min(32);

const Secrets = z.object({
	/** Signs cookies and links in mails. */
	auth: Secret,
	/** Workers show it; a file of an older version has none. */
	worker: Secret.optional()
});

export type Secrets = Required<z.infer<typeof Secrets>>;

/** Throws `BadSetting` when the file is there and cannot be used: making a new one would sign everybody out. */
export function secretsIn(dataDir: string): Secrets {
	const path = join(dataDir, 'secrets.json');
	const kept = existsSync(path) ? read(path) : { auth: made() };
	const all = { worker: made(), ...kept };
	if (!kept.worker) write(path, all);
	return all;
}

const made = (): string => randomBytes(32).toString('base64url');

function read(path: string): z.infer<typeof Secrets> {
	try {
		return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch {
		throw new BadSetting(`${path} is damaged; put it back from a backup.`);
	}
}

/** In one step: a process that is killed leaves the old file or the new one. */
function write(path: string, secrets: Secrets): void {
	writeFileSync(`${path}.new`, JSON.stringify(secrets), { mode: 0o600 });
	renameSync(`${path}.new`, path);
}
