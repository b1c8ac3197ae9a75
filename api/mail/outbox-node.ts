/** Mail without a mail server: each letter becomes a file, to be read where the server runs. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mail } from './mail.ts';

/** @param folder made when missing; letters hold links that sign in, so only the owner may read them */
export function outbox(folder: string): Mail {
	return async ({ to, subject, text }) => {
		mkdirSync(folder, { recursive: true, mode: 0o700 });
		const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.txt`;
		writeFileSync(join(folder, name), `To: ${to}\nSubject: ${subject}\n\n${text}\n`, {
			mode: 0o600
		});
	};
}
