/**
 * Everything that the database holds of one person, read in pages so that a large library never
 * lies in memory whole. A test compares the list with the schema: no table can be forgotten.
 */
import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';

/** Where a row belongs to a person, and what of it is of the machine and not of the person. */
export const PERSONAL: readonly { table: string; by: string; without: readonly string[] }[] = [
	{ table: 'user', by: 'id', without: ['seq'] },
	{ table: 'session', by: 'userId', without: ['token'] },
	{
		table: 'account',
		by: 'userId',
		without: ['password', 'accessToken', 'refreshToken', 'idToken']
	},
	{ table: 'passkey', by: 'userId', without: ['publicKey', 'credentialID', 'counter'] },
	{ table: 'avatars', by: 'user_id', without: [] },
	{ table: 'scores', by: 'owner_id', without: ['n', 'seq', 'search', 'embedding', 'music_hash'] },
	{ table: 'records', by: 'owner_id', without: ['seq'] },
	{ table: 'recordings', by: 'owner_id', without: [] },
	{ table: 'uploads', by: 'owner_id', without: [] },
	{ table: 'learning_progress', by: 'owner_id', without: [] },
	{ table: 'practice_sessions', by: 'owner_id', without: [] },
	{ table: 'shares', by: 'owner_id', without: [] },
	{ table: 'likes', by: 'user_id', without: ['owner_id'] },
	{ table: 'takedowns', by: 'owner_id', without: ['music_hash'] },
	{ table: 'reports', by: 'reporter_id', without: ['owner_id'] },
	{
		table: 'transcription_jobs',
		by: 'owner_id',
		without: ['request_key', 'fingerprint', 'lease_token', 'lease_until', 'lined', 'result_hash']
	}
];

/** Columns that hold JSON as text, so that they are handed out as what they are. */
const JSON_COLUMNS = new Set([
	'document',
	'body',
	'tags',
	'tuning',
	'techniques',
	'problem_bars',
	'settings',
	'result'
]);

const PAGE = 20;

/** A score may be many megabytes. */
const PAGE_OF_SCORES = 2;

/** Pieces of one JSON document: an object with a list for each table. */
export async function* everythingOf(database: Database, id: string): AsyncGenerator<string> {
	yield '{';
	for (const [i, { table, by, without }] of PERSONAL.entries()) {
		yield `${i > 0 ? ',' : ''}\n${JSON.stringify(table)}: [`;
		const most = table === 'scores' ? PAGE_OF_SCORES : PAGE;
		let last = 0;
		let separator = '\n';
		for (;;) {
			const rows = await database.all<Record<string, unknown>>(
				sql`SELECT rowid AS row_number, * FROM ${sql.identifier(table)}
					WHERE ${sql.identifier(by)} = ${id} AND rowid > ${last} ORDER BY rowid LIMIT ${most}`
			);
			for (const row of rows) {
				yield separator + JSON.stringify(shown(row, without));
				separator = ',\n';
				last = Number(row['row_number']);
			}
			if (rows.length < most) break;
		}
		yield ']';
	}
	yield '\n}\n';
}

function shown(row: Record<string, unknown>, without: readonly string[]): object {
	return Object.fromEntries(
		Object.entries(row)
			.filter(([name]) => name !== 'row_number' && !without.includes(name))
			.map(([name, value]) => [name, plain(name, value)])
	);
}

/** Byte by byte: a picture has more bytes than a call may have arguments. */
const base64 = (bytes: Uint8Array): string =>
	btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

function plain(name: string, value: unknown): unknown {
	if (value instanceof ArrayBuffer) return base64(new Uint8Array(value));
	if (JSON_COLUMNS.has(name) && typeof value === 'string') {
		try {
			return JSON.parse(value) as unknown;
		} catch {
			return value;
		}
	}
	return value;
}
