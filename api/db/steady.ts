/**
 * The one connection to a database file, kept healthy. Whoever else writes to the file (a backup
 * tool, a person with a shell) makes libSQL answer SQLITE_BUSY, and from then on its connection
 * cannot commit: later batches fail, and single writes that it acknowledges are lost. So calls run
 * one after the other, and after SQLITE_BUSY the connection is opened anew before it is used again.
 */
import type { Client } from '@libsql/client';

/** Pauses before each new attempt, in milliseconds: about two seconds in all. */
const PAUSES = [0, 10, 40, 150, 400, 600, 800];

/** What each connection is told when it opens. Without this NORMAL holds for the first one only. */
const SETTINGS = ['PRAGMA synchronous = NORMAL', 'PRAGMA foreign_keys = ON'];

/**
 * @param client of a file, with one connection (`concurrency: 1`)
 * @returns the same client, steady; throws SQLITE_BUSY only when the file stays locked for seconds
 */
export async function steady(client: Client): Promise<Client> {
	let last: Promise<unknown> = Promise.resolve();
	/** It is of use, and has been told. */
	let ready = false;

	/** Nothing of a call that failed with SQLITE_BUSY was kept, so it may be made again. */
	async function attempt<T>(call: () => Promise<T>): Promise<T> {
		for (let tries = 0; ; tries += 1) {
			try {
				if (!ready) await prepare(client);
				ready = true;
				return await call();
			} catch (cause) {
				if (!isBusy(cause)) throw cause;
				renew();
				const pause = PAUSES[tries];
				if (pause === undefined) throw cause;
				await new Promise((resolve) => setTimeout(resolve, pause));
			}
		}
	}

	/** The next call is the first of a new connection. */
	function renew(): void {
		client.reconnect();
		ready = false;
	}

	function inTurn<T>(call: () => Promise<T>): Promise<T> {
		const turn = last.then(() => attempt(call));
		last = turn.catch(() => {});
		return turn;
	}

	await attempt(async () => {});
	return {
		protocol: client.protocol,
		get closed() {
			return client.closed;
		},
		execute: (...call: [never]) => inTurn(() => client.execute(...call)),
		batch: (...call) => inTurn(() => client.batch(...call)),
		migrate: (...call) => inTurn(() => client.migrate(...call)),
		executeMultiple: (...call) => inTurn(() => client.executeMultiple(...call)),
		transaction: () => Promise.reject(new Error('A transaction would keep the only connection.')),
		sync: () => client.sync(),
		reconnect: () => void inTurn(async () => renew()),
		close: () => client.close()
	};
}

async function prepare(client: Client): Promise<void> {
	for (const setting of SETTINGS) await client.execute(setting);
}

const isBusy = (cause: unknown): boolean =>
	cause instanceof Error && 'code' in cause && cause.code === 'SQLITE_BUSY';
