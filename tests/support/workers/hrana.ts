/**
 * A database server as a hosted libSQL is to its clients: Hrana 2, SQL over HTTP in JSON, over a
 * file. A stream lives for one request, as the client's `execute`, `batch` and `migrate` ask for.
 * https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type Client, type InArgs, type InValue } from '@libsql/client';
import type { ResultSet, Transaction, TransactionMode } from '@libsql/client';

export interface HranaServer {
	readonly url: string;
	/** Without it every request is refused. */
	readonly token: string;
	stop(): Promise<void>;
}

type Value =
	| { readonly type: 'null' }
	| { readonly type: 'integer' | 'text'; readonly value: string }
	| { readonly type: 'float'; readonly value: number }
	| { readonly type: 'blob'; readonly base64: string };

interface Stmt {
	readonly sql?: string;
	readonly sql_id?: number;
	readonly args?: readonly Value[];
	readonly named_args?: readonly { readonly name: string; readonly value: Value }[];
}

interface Condition {
	readonly type: 'ok' | 'error' | 'not' | 'and' | 'or' | 'is_autocommit';
	readonly step?: number;
	readonly cond?: Condition;
	readonly conds?: readonly Condition[];
}

interface Step {
	readonly stmt: Stmt;
	readonly condition?: Condition;
}

interface Request extends Stmt {
	readonly type: string;
	readonly stmt?: Stmt;
	readonly batch?: { readonly steps: readonly Step[] };
}

/** @param file path of the database; made when missing */
export async function startHrana(file: string): Promise<HranaServer> {
	const client = createClient({ url: `file:${file}`, intMode: 'bigint', concurrency: 1 });
	await client.execute('PRAGMA journal_mode = WAL');
	const token = 'token-of-the-database';
	let last: Promise<unknown> = Promise.resolve();

	const server = createServer((request, response) => {
		const answer = (status: number, body: object): void => {
			response.writeHead(status, { 'Content-Type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		if (request.url !== '/v2/pipeline') return answer(404, { message: 'not found' });
		if (request.headers.authorization !== `Bearer ${token}`) {
			return answer(401, { message: 'wrong token' });
		}
		let text = '';
		request.setEncoding('utf8').on('data', (part) => (text += part));
		request.on('end', () => {
			const { requests } = JSON.parse(text) as { requests: readonly Request[] };
			last = last
				.then(() => pipeline(client, requests))
				.then((results) => answer(200, { baton: null, base_url: null, results }))
				.catch((cause: unknown) => answer(500, { message: String(cause) }));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		token,
		async stop() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			client.close();
		}
	};
}

async function pipeline(client: Client, requests: readonly Request[]): Promise<object[]> {
	const stream = new Stream(client);
	const results: object[] = [];
	for (const request of requests) {
		try {
			results.push({
				type: 'ok',
				response: { type: request.type, ...(await stream.answer(request)) }
			});
		} catch (cause) {
			results.push({ type: 'error', error: errorOf(cause) });
		}
	}
	stream.close();
	return results;
}

/** One connection as a client sees it; what it began and did not commit is lost with it. */
class Stream {
	readonly #client: Client;
	readonly #texts = new Map<number, string>();
	#open: Transaction | null = null;

	constructor(client: Client) {
		this.#client = client;
	}

	async answer(request: Request): Promise<object> {
		switch (request.type) {
			case 'execute':
				return { result: await this.#execute(request.stmt!) };
			case 'batch':
				return { result: await this.#batch(request.batch!.steps) };
			case 'sequence':
				await (this.#open ?? this.#client).executeMultiple(this.#text(request));
				return {};
			case 'store_sql':
				this.#texts.set(request.sql_id!, request.sql!);
				return {};
			case 'close_sql':
				this.#texts.delete(request.sql_id!);
				return {};
			case 'get_autocommit':
				return { is_autocommit: this.#open === null };
			case 'close':
				return {};
			default:
				throw new Error(`Hrana 2 has no ${request.type} here`);
		}
	}

	close(): void {
		this.#open?.close();
	}

	async #batch(steps: readonly Step[]): Promise<object> {
		const step_results: (object | null)[] = [];
		const step_errors: (object | null)[] = [];
		const holds = ({ type, step, cond, conds }: Condition): boolean => {
			if (type === 'ok') return step_results[step!] != null;
			if (type === 'error') return step_errors[step!] != null;
			if (type === 'not') return !holds(cond!);
			if (type === 'and') return conds!.every(holds);
			if (type === 'or') return conds!.some(holds);
			return this.#open === null;
		};
		for (const { stmt, condition } of steps) {
			const skipped = condition !== undefined && !holds(condition);
			const { result, error } = skipped ? { result: null, error: null } : await this.#try(stmt);
			step_results.push(result);
			step_errors.push(error);
		}
		return { step_results, step_errors };
	}

	async #try(stmt: Stmt): Promise<{ result: object | null; error: object | null }> {
		try {
			return { result: await this.#execute(stmt), error: null };
		} catch (cause) {
			return { result: null, error: errorOf(cause) };
		}
	}

	async #execute(stmt: Stmt): Promise<object> {
		const sql = this.#text(stmt);
		const [, verb = '', kind = ''] = /^\s*(\w+)\s*(\w*)/.exec(sql) ?? [];
		switch (verb.toUpperCase()) {
			case 'BEGIN':
				this.#open = await this.#client.transaction(modeOf(kind));
				return NOTHING;
			case 'COMMIT':
				await this.#open?.commit();
				this.#open = null;
				return NOTHING;
			case 'ROLLBACK':
				await this.#open?.rollback();
				this.#open = null;
				return NOTHING;
			default:
				return encoded(await (this.#open ?? this.#client).execute({ sql, args: argsOf(stmt) }));
		}
	}

	#text({ sql, sql_id }: Stmt): string {
		return sql ?? this.#texts.get(sql_id!)!;
	}
}

const NOTHING = { cols: [], rows: [], affected_row_count: 0, last_insert_rowid: null };

const modeOf = (kind: string): TransactionMode =>
	/^immediate$/i.test(kind) ? 'write' : 'deferred';

function argsOf({ args = [], named_args = [] }: Stmt): InArgs {
	if (named_args.length === 0) return args.map(decode);
	return Object.fromEntries(named_args.map(({ name, value }) => [name, decode(value)]));
}

function decode(value: Value): InValue {
	if (value.type === 'null') return null;
	if (value.type === 'integer') return BigInt(value.value);
	if (value.type === 'blob') return Uint8Array.from(Buffer.from(value.base64, 'base64'));
	return value.value;
}

function encode(value: unknown): Value {
	if (value === null) return { type: 'null' };
	if (typeof value === 'bigint') return { type: 'integer', value: `${value}` };
	if (typeof value === 'number') return { type: 'float', value };
	if (typeof value === 'string') return { type: 'text', value };
	return { type: 'blob', base64: Buffer.from(value as ArrayBuffer).toString('base64') };
}

function encoded({ columns, columnTypes, rows, ...result }: ResultSet): object {
	return {
		cols: columns.map((name, i) => ({ name, decltype: columnTypes[i] ?? null })),
		rows: rows.map((row) => Array.from(row, encode)),
		affected_row_count: result.rowsAffected,
		last_insert_rowid: result.lastInsertRowid?.toString() ?? null
	};
}

function errorOf(cause: unknown): object {
	const { message, code } = cause as { readonly message: string; readonly code?: string };
	return { message, code: code ?? null };
}
