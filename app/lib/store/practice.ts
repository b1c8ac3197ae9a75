/**
 * What was practised: sessions, which are written once and never changed, and for each score the
 * record of how far a person is. A session under way is on the disk too, so that a crash or a
 * closed tab costs seconds, not the session.
 */
import { liveQuery } from 'dexie';
import { z } from 'zod';
import type { PracticePage } from '#music/practice/page.ts';
import { LearningProgress, PracticeSession } from '#music/progress.ts';
import type { Result } from '#music/result.ts';
import type { Database } from '#app/store/db.ts';
import { attempt, type StoreFailure } from '#app/store/failure.ts';
import { mark } from '#app/store/outbox.ts';

const Page = z.strictObject({
	bars: z.int().min(0),
	tempo: z.number().positive(),
	sections: z.array(z.strictObject({ name: z.string(), from: z.int(), to: z.int() }))
});

const KeptSession = z.strictObject({
	id: z.uuid(),
	score: z.uuid(),
	session: PracticeSession,
	/** 1 while it goes on. Numbers, because an index knows no booleans. */
	open: z.union([z.literal(0), z.literal(1)])
});

const KeptProgress = z.strictObject({
	id: z.uuid(),
	progress: LearningProgress,
	/** The page as it was last practised here; null when another device has sent the record. */
	page: Page.nullable(),
	/** What the server had when this device last agreed with it: what two devices' changes are told apart by. */
	agreed: LearningProgress.nullable()
});

export interface SessionOnDisk {
	readonly session: PracticeSession;
	readonly open: boolean;
}

export interface ProgressOnDisk {
	readonly progress: LearningProgress;
	readonly page: PracticePage | null;
	readonly agreed: LearningProgress | null;
}

/** Everything, as it stands at one moment. */
export interface PracticeOnDisk {
	readonly sessions: readonly SessionOnDisk[];
	readonly progress: ReadonlyMap<string, ProgressOnDisk>;
	/** Minutes a day; null when nobody has chosen. */
	readonly goal: number | null;
}

const GOAL = 'daily-goal';

export class PracticeStore {
	readonly #db: Database;

	constructor(db: Database) {
		this.#db = db;
	}

	/** Calls back now and whenever any tab changes anything. @returns stops watching */
	watch(onPractice: (practice: PracticeOnDisk) => void, onFailure: () => void): () => void {
		const { practice, progress, goals } = this.#db;
		const query = liveQuery(() =>
			Promise.all([practice.toArray(), progress.toArray(), goals.get(GOAL)])
		);
		const subscription = query.subscribe({
			next: ([sessions, records, goal]) =>
				onPractice({
					sessions: sessions.flatMap(sessionIn),
					progress: new Map(records.flatMap(progressIn).map((one) => [one.progress.id, one])),
					goal: goal?.minutes ?? null
				}),
			error: onFailure
		});
		return () => subscription.unsubscribe();
	}

	/** Puts a session where a crash cannot take it; `open` until it has ended, and then it is news. */
	keep(session: PracticeSession, open: boolean): Promise<Result<void, StoreFailure>> {
		const { practice, outbox } = this.#db;
		const { id, score } = session;
		return attempt(() =>
			this.#db.transaction('rw', practice, outbox, async () => {
				await practice.put({ id, score, session, open: open ? 1 : 0 });
				if (!open) await mark(this.#db, 'practice', [id]);
			})
		);
	}

	/** Ends a session that its own tab has left open. @returns whether it was open */
	async close(id: string): Promise<boolean> {
		const { practice, outbox } = this.#db;
		const closed = await attempt(() =>
			this.#db.transaction('rw', practice, outbox, async () => {
				const row = await practice.get(id);
				if (row?.open !== 1) return false;
				await practice.put({ ...row, open: 0 });
				await mark(this.#db, 'practice', [id]);
				return true;
			})
		);
		return closed.ok && closed.value;
	}

	/** Of one score, those under way too. */
	async sessionsOf(score: string): Promise<readonly PracticeSession[]> {
		const rows = await attempt(() => this.#db.practice.where('score').equals(score).toArray());
		return rows.ok ? rows.value.flatMap(sessionIn).map(({ session }) => session) : [];
	}

	/** Reads and writes a record in one transaction, so that two tabs cannot undo one another. */
	change(
		score: string,
		to: (old: ProgressOnDisk | null) => Pick<ProgressOnDisk, 'progress' | 'page'>
	): Promise<Result<void, StoreFailure>> {
		const { progress, outbox } = this.#db;
		return attempt(() =>
			this.#db.transaction('rw', progress, outbox, async () => {
				const [old = null] = [await progress.get(score)].flatMap(progressIn);
				const now = to(old);
				await progress.put({ id: score, ...now, agreed: old?.agreed ?? null });
				const news = JSON.stringify(now.progress) !== JSON.stringify(old?.progress ?? null);
				if (news) await mark(this.#db, 'progress', [score]);
			})
		);
	}

	/** @param sent the account has it, too */
	setGoal(minutes: number, sent = false): Promise<Result<unknown, StoreFailure>> {
		return attempt(() => this.#db.goals.put({ id: GOAL, minutes, sent }));
	}

	/** Null when nobody has chosen, `sent` when the account knows. */
	async goal(): Promise<{ readonly minutes: number; readonly sent: boolean } | null> {
		const row = await attempt(() => this.#db.goals.get(GOAL));
		return row.ok && row.value
			? { minutes: row.value.minutes, sent: row.value.sent === true }
			: null;
	}
}

/** A row as it should be; nothing when it is damaged. */
export const sessionIn = (row: unknown): SessionOnDisk[] => {
	const kept = KeptSession.safeParse(row).data;
	return kept ? [{ session: kept.session, open: kept.open === 1 }] : [];
};

/** The same for the record of a score. */
export const progressIn = (row: unknown): ProgressOnDisk[] => {
	const kept = KeptProgress.safeParse(row).data;
	return kept ? [{ progress: kept.progress, page: kept.page, agreed: kept.agreed }] : [];
};
