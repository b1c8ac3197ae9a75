/** What becomes of the job that a killed worker had. */
import { setTimeout as wait } from 'node:timers/promises';
import { and, desc, eq, ne } from 'drizzle-orm';
import type { Database } from '#api/db/database.ts';
import { transcriptionJobs as jobs } from '#api/db/schema/jobs.ts';
import type { Person } from './api.ts';
import { sentAgain } from './dead-letters.ts';
import type { Step } from './watched-door.ts';
import type { Wrong } from './wrong.ts';

export interface Killed {
	/** What it had done last. */
	readonly step: Step;
	/** `none`: it had no job, or had handed it in; `again`: it was begun again; `dead`: it was the third one. */
	readonly job: 'none' | 'again' | 'dead';
	/** From the kill to the next start, or to the dead letter, milliseconds; null when it had no job. */
	readonly ms: number | null;
	readonly wrong: readonly Wrong[];
}

interface Death {
	readonly worker: string;
	readonly step: Step;
	/** Milliseconds since 1970. */
	readonly at: number;
}

interface Witness {
	readonly database: Database;
	readonly admin: Person;
}

/** A job is begun again within so long, milliseconds; longer than `LOST` nobody waits for it. */
const SOON = 15_000;
const LOST = 60_000;
const LOOK = 25;

/** A busy server may answer so late what a worker has asked for last, milliseconds. */
const ON_ITS_WAY = 5_000;

export async function aftermath(
	{ database, admin }: Witness,
	{ worker, step, at }: Death
): Promise<Killed> {
	const held = await heldBy(database, worker, at);
	if (!held) return { step, job: 'none', ms: null, wrong: [] };
	const { id } = held;
	const after = (ms: number): { ms: number; wrong: Wrong[] } => ({
		ms,
		wrong: ms > SOON ? [{ kind: 'late', message: `${id} was left for ${ms} ms` }] : []
	});
	for (const begun = Date.now(); Date.now() - begun < LOST; await wait(LOOK)) {
		const [row] = await database.select().from(jobs).where(eq(jobs.id, id));
		const { state, worker: holder, ended, started } = row!;
		if (holder !== worker) return { step, job: 'again', ...after(started!.getTime() - at) };
		if (state === 'completed') return { step, job: 'none', ms: null, wrong: [] };
		if (state !== 'failed') continue;
		const { ms, wrong } = after(ended!.getTime() - at);
		return { step, job: 'dead', ms, wrong: [...wrong, ...(await sentAgain(admin, id))] };
	}
	return { step, job: 'again', ...after(LOST) };
}

/** It has the worker's name until another one takes it, which is a lease later at the soonest. */
async function heldBy(database: Database, worker: string, died: number) {
	const theirs = and(eq(jobs.worker, worker), ne(jobs.state, 'completed'));
	for (; ; await wait(LOOK)) {
		// The newest: a worker that was slow may have lost an older one before.
		const [held] = await database.select().from(jobs).where(theirs).orderBy(desc(jobs.started));
		if (held || Date.now() - died > ON_ITS_WAY) return held;
	}
}
