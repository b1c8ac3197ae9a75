/**
 * What was practised on this device and on every other that syncs with it: today, day by day, and
 * score by score. Every tab sees the same, as it happens.
 */
import type { Score } from '#music/score/score.ts';
import type { LearningProgress, PracticeSession } from '#music/progress.ts';
import { dayAt, secondsByDay, streakOf, type Day } from '#music/practice/days.ts';
import { learned, notStarted } from '#music/practice/learned.ts';
import { pageOf, type PracticePage } from '#music/practice/page.ts';
import type { Locks } from '#app/store/locks.ts';
import type { GoalOfAccount } from '#app/sync/goal.ts';
import type { PracticeOnDisk, PracticeStore } from '#app/store/practice.ts';

interface Parts {
	readonly store: PracticeStore;
	readonly locks: Locks;
	readonly now: () => number;
	/** How far this device's clock is ahead of UTC, minutes. */
	readonly offset: () => number;
	/** Where there may be an account. */
	readonly account?: { readonly signedIn: () => boolean; readonly goal: GoalOfAccount };
}

/** What a person says of a score, as against what is counted. */
export type Said = Partial<
	Pick<LearningProgress, 'difficulty' | 'enjoyment' | 'notes' | 'targetTempo'>
>;

const DEFAULT_GOAL = 20;
/** How often it is asked whether a new day has begun, ms. */
const LOOK_AT_CLOCK_MS = 30_000;

/** A tab holds this while a session goes on in it, so that no other takes it for left behind. */
const lockOf = (id: string): string => `practice ${id}`;

export class Practice {
	/** Null until the database has answered. */
	#disk = $state.raw<PracticeOnDisk | null>(null);
	failed = $state(false);
	today = $state.raw<Day>(0);
	/** The session that goes on in this tab: the disk hears of it every few seconds only. */
	live = $state.raw<{ readonly id: string; readonly seconds: number } | null>(null);

	readonly ready = $derived(this.#disk !== null);
	/** The latest first. */
	readonly sessions: readonly PracticeSession[] = $derived(
		(this.#disk?.sessions ?? [])
			.map(({ session }) => session)
			.toSorted((a, b) => b.started - a.started)
	);
	readonly records = $derived(this.#disk?.progress ?? new Map());
	readonly days = $derived(secondsByDay(this.sessions));
	readonly #unsaved = $derived.by(() => {
		if (!this.live) return 0;
		const kept = this.sessions.find(({ id }) => id === this.live?.id)?.seconds ?? 0;
		return Math.max(0, this.live.seconds - kept);
	});
	readonly secondsToday = $derived((this.days.get(this.today) ?? 0) + this.#unsaved);
	readonly streak = $derived(
		streakOf(this.live ? new Map(this.days).set(this.today, 1) : this.days, this.today)
	);
	/** Minutes a day. */
	readonly goal = $derived(this.#disk?.goal ?? DEFAULT_GOAL);

	readonly #parts: Parts;
	readonly #mine = new Set<string>();
	readonly #awaited = new Set<string>();
	readonly #paged = new Set<string>();

	constructor(parts: Parts) {
		this.#parts = parts;
		this.#lookAtClock();
	}

	/** @returns stops watching */
	watch(): () => void {
		const timer = setInterval(() => this.#lookAtClock(), LOOK_AT_CLOCK_MS);
		const stop = this.#parts.store.watch(
			(disk) => {
				this.#disk = disk;
				this.#closeWhatWasLeft(disk);
			},
			() => (this.failed = true)
		);
		return () => {
			clearInterval(timer);
			stop();
		};
	}

	async setGoal(minutes: number): Promise<void> {
		await this.#parts.store.setGoal(minutes);
		await this.agreeOnGoal();
	}

	/** What was chosen here goes to the account; else the account's goal counts. */
	async agreeOnGoal(): Promise<void> {
		const { account, store } = this.#parts;
		if (!account?.signedIn()) return;
		const mine = await store.goal();
		if (mine && !mine.sent) {
			if (!(await account.goal.write(mine.minutes))) return;
			const now = await store.goal();
			if (now?.minutes === mine.minutes) await store.setGoal(mine.minutes, true);
			return;
		}
		const theirs = await account.goal.read();
		// What was chosen while the server was asked stands, and goes up.
		if (theirs !== null && (await store.goal())?.sent !== false) await store.setGoal(theirs, true);
	}

	/** Keeps what a person says of a score. A new target changes what counts as learned. */
	async say(score: string, said: Said, page: PracticePage | null = null): Promise<void> {
		const sessions = await this.#parts.store.sessionsOf(score);
		await this.#parts.store.change(score, (old) => {
			const known = old?.page ?? page;
			const progress = { ...(old?.progress ?? notStarted(score)), ...said };
			const changed = { ...progress, changed: this.#parts.now() };
			return { progress: known ? learned(changed, sessions, known) : changed, page: known };
		});
	}

	/** Takes the right to write a session of this tab. @returns gives it back */
	async begin(id: string): Promise<() => void> {
		this.#mine.add(id);
		const release = await this.#parts.locks.take(lockOf(id));
		return () => {
			release?.();
			this.#mine.delete(id);
		};
	}

	/** Puts a session under way on the disk, and the page once: what a crash leaves is counted on it. */
	async keep(session: PracticeSession, score: Score): Promise<void> {
		await this.#parts.store.keep(session, true);
		if (this.#paged.has(session.id)) return;
		this.#paged.add(session.id);
		await this.#parts.store.change(session.score, (old) => ({
			progress: old?.progress ?? notStarted(session.score),
			page: pageOf(score)
		}));
	}

	/** Ends a session and counts what it has brought. */
	async end(session: PracticeSession, score: Score): Promise<void> {
		await this.#parts.store.keep(session, false);
		await this.#count(session.score, pageOf(score));
	}

	/** A tab that was closed, or has crashed, leaves its session open; the lock says that it is gone. */
	#closeWhatWasLeft({ sessions }: PracticeOnDisk): void {
		for (const { session, open } of sessions) {
			const { id, score } = session;
			if (!open || this.#mine.has(id) || this.#awaited.has(id)) continue;
			this.#awaited.add(id);
			void this.#parts.locks.freed(lockOf(id)).then(async () => {
				this.#awaited.delete(id);
				if (await this.#parts.store.close(id)) await this.#count(score, null);
			});
		}
	}

	async #count(score: string, page: PracticePage | null): Promise<void> {
		const sessions = await this.#parts.store.sessionsOf(score);
		await this.#parts.store.change(score, (old) => {
			const known = page ?? old?.page ?? null;
			const progress = { ...(old?.progress ?? notStarted(score)), changed: this.#parts.now() };
			return { progress: known ? learned(progress, sessions, known) : progress, page: known };
		});
	}

	#lookAtClock(): void {
		this.today = dayAt(this.#parts.now(), this.#parts.offset());
	}
}
