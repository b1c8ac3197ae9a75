/**
 * Compare-and-set as one statement: a row is written only on the revision that the device knew,
 * only while the account has room, and only if this request has not been answered before.
 */
import { sql, type SQL } from 'drizzle-orm';

export type Value = string | number | ArrayBuffer | null;

interface Write {
	readonly table: 'scores' | 'records';
	readonly ownerId: string;
	/** The columns that name the row, besides the owner. */
	readonly key: Readonly<Record<string, string>>;
	/** The revision that the change was made on. */
	readonly base: number;
	/** How far from the owner's newest `seq` this change is: they were all counted at once. */
	readonly behind: number;
	/** True in SQL while the request has not been answered. */
	readonly fresh: SQL;
	/** True in SQL when there is room. */
	readonly room: SQL;
	/** Written when it is new, and when it is changed. */
	readonly columns: Readonly<Record<string, Value>>;
	/** Written only when it is new. */
	readonly created?: Readonly<Record<string, Value>>;
}

export function upsert(write: Write): SQL {
	const { table, ownerId, key, base, behind, fresh, room, columns, created = {} } = write;
	const values = { ...key, ...columns, ...created };
	const names = list(Object.keys(values).map((name) => sql.identifier(name)));
	const changed = list([
		...Object.keys(columns).map(
			(name) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`
		),
		sql`revision = ${above(sql`${sql.identifier(table)}.revision + 1`)}`,
		sql`seq = excluded.seq`
	]);
	const target = list(['owner_id', ...Object.keys(key)].map((name) => sql.identifier(name)));
	return sql`INSERT INTO ${sql.identifier(table)} (owner_id, revision, seq, ${names})
		SELECT u.id, ${above(sql`${base + 1}`)}, u.seq - ${behind}, ${list(Object.values(values).map(bound))}
		FROM user u WHERE u.id = ${ownerId} AND ${fresh} AND ${room}
		ON CONFLICT (${target}) DO UPDATE SET ${changed}
		WHERE ${sql.identifier(table)}.revision = ${base}`;
}

/** After the server was set back, none of the revisions that it has forgotten is given again. */
const above = (next: SQL): SQL => sql`max(${next}, (SELECT max(floor) FROM epochs))`;

const list = (parts: readonly (SQL | ReturnType<typeof sql.identifier>)[]): SQL =>
	sql.join([...parts], sql`, `);

const bound = (value: Value): SQL => sql`${value}`;
