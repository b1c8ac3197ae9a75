/**
 * Takes recordings up, one by one, when a person wants them in the account: beside the sync and
 * after it, so that a long recording holds up no change. Only the tab that leads runs it.
 */
import type { Database } from '#app/store/db.ts';
import { attempt } from '#app/store/failure.ts';
import {
	changeTapes,
	tapeNeeded,
	tapesOf,
	unwantedTapes,
	waitingTapes,
	type Why
} from '#app/store/tapes.ts';
import { patience, pause } from '#app/sync/patience.ts';
import type { Trouble } from '#app/sync/ports.ts';
import type { TapeTransport } from '#app/sync/tape-transport.ts';

/** The session is over, or another's. */
const AWAY: ReadonlySet<Trouble['code']> = new Set(['signed-out', 'other-account']);

interface Parts {
	readonly database: Database;
	readonly transport: TapeTransport;
	/** From 0 up to 1. */
	readonly chance: () => number;
}

export class TapeSender {
	readonly #parts: Parts;
	#running = false;
	/** What the account has was asked for in this visit. */
	#compared = false;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Runs until it is stopped or the session ends; does nothing when it runs already. */
	async run(account: string, signal: AbortSignal): Promise<void> {
		if (this.#running) return;
		this.#running = true;
		try {
			await this.#rounds(account, signal);
		} finally {
			this.#running = false;
		}
	}

	async #rounds(account: string, signal: AbortSignal): Promise<void> {
		const { database, chance } = this.#parts;
		// What could not go may go by now: there may be more room.
		await attempt(() => changeTapes(database, account, () => ({ left: [] })));
		let failures = 0;
		while (!signal.aborted) {
			const round = await this.#round(account, signal);
			if (round === 'stop') return;
			failures = round ? failures + 1 : 0;
			if (!round) await tapeNeeded(database, account, signal);
			else {
				const said = round.code === 'wait' ? round.seconds : 0;
				await pause(patience(failures, chance(), said), signal);
			}
		}
	}

	async #round(account: string, signal: AbortSignal): Promise<Trouble | 'stop' | null> {
		try {
			const round = await attempt(() => this.#sendAll(account, signal));
			if (!round.ok || (round.value && AWAY.has(round.value.code))) return 'stop';
			return round.value;
		} catch (cause) {
			if (signal.aborted) return 'stop';
			throw cause;
		}
	}

	/** @returns what is in the way; null when nothing waits any more */
	async #sendAll(account: string, signal: AbortSignal): Promise<Trouble | null> {
		const { database, transport } = this.#parts;
		for (const id of await unwantedTapes(database, account)) {
			const gone = await transport.remove(id, signal);
			if (!gone.ok) return gone.error;
			const others = (ids: readonly string[]): string[] => ids.filter((each) => each !== id);
			await changeTapes(database, account, ({ sent, unwanted }) => ({
				sent: others(sent),
				unwanted: others(unwanted)
			}));
		}
		if (!(await tapesOf(database, account)).on) return null;
		if (!this.#compared) {
			const list = await transport.list(signal);
			if (!list.ok) return list.error;
			await changeTapes(database, account, () => ({ sent: [...list.value] }));
			this.#compared = true;
		}
		for (;;) {
			// Asked anew each time: it may have been switched off, or the score deleted.
			const [id] = await waitingTapes(database, account);
			if (id === undefined) return null;
			const answer = await this.#sendOne(id, signal);
			if (!answer.ok) return answer.error;
			const why = answer.value;
			await changeTapes(database, account, ({ sent, left }) =>
				why ? { left: [...left, { id, why }] } : { sent: [...sent, id] }
			);
		}
	}

	async #sendOne(id: string, signal: AbortSignal) {
		const { database, transport } = this.#parts;
		const row = await database.recordings.get(id);
		if (!(row?.file instanceof Blob)) return left('missing');
		// Asked before anything is sent, so that nobody sends 300 MB to hear a no.
		const room = await transport.room(signal);
		if (!room.ok) return room;
		if (row.file.size > room.value) return left('full');
		return transport.put(id, new File([row.file], row.name, { type: row.file.type }), signal);
	}
}

const left = (why: Why) => ({ ok: true, value: why }) as const;
