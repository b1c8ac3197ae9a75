/** Secrets are made once and kept beside the database, readable by the server's user alone. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { BadSetting } from './environment.ts';

const Secrets = z.object({
	/** Signs cookies and links in mails. */
	auth: z.string().min(32)
});

export type Secrets = z.infer<typeof Secrets>;

/** Throws `BadSetting` when the file is there and cannot be used: making a new one would sign everybody out. */
export function secretsIn(dataDir: string): Secrets {
	const path = join(dataDir, 'secrets.json');
	if (!existsSync(path)) {
		const made: Secrets = { auth: randomBytes(32).toString('base64url') };
		writeFileSync(path, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
		return made;
	}
	try {
		return Secrets.parse(JSON.parse(readFileSync(path, 'utf8')));
	} catch {
		throw new BadSetting(`${path} is damaged; put it back from a backup.`);
	}
}
