/**
 * Practice, as it syncs. A session is written once, so two devices cannot disagree about it; the
 * record of a score is made one field by field, against what both had last agreed on.
 */
import { mergeProgress } from '#music/practice/merge.ts';
import { LearningProgress, PracticeSession } from '#music/progress.ts';
import type { Database } from '#app/store/db.ts';
import { progressIn, sessionIn } from '#app/store/practice.ts';
import { textOf, type Syncable } from '#app/sync/kinds.ts';

export function practiceKind(db: Database): Syncable {
	return {
		kind: 'practice',
		tables: ['practice'],
		ids: () => db.practice.where('open').equals(0).primaryKeys(),
		async read(id) {
			const row = await db.practice.get(id);
			if (!row) return null;
			const [kept] = sessionIn(row);
			// A session under way is marked once it has ended; what is damaged stays here.
			return kept && !kept.open ? kept.session : 'later';
		},
		async write(id, content) {
			const session = content as PracticeSession;
			await db.practice.put({ id, score: session.score, session, open: 0 });
		},
		remove: (id) => db.practice.delete(id),
		parse: (content) => PracticeSession.safeParse(content).data ?? null,
		same: (one, other) => textOf(one) === textOf(other),
		settle(mine, theirs) {
			// A session that was taken for ended, and went on: the longer one holds the other.
			const send = (mine as PracticeSession).seconds > (theirs as PracticeSession).seconds;
			return { here: send ? mine : theirs, send };
		}
	};
}

export function progressKind(db: Database): Syncable {
	/** What was agreed on when a record was last read: `settle` is asked right after. */
	const agreed = new Map<string, LearningProgress | null>();
	const onDisk = async (id: string) => progressIn(await db.progress.get(id))[0];
	return {
		kind: 'progress',
		tables: ['progress'],
		ids: () => db.progress.toCollection().primaryKeys(),
		async read(id) {
			const row = await db.progress.get(id);
			if (!row) return null;
			const [kept] = progressIn(row);
			agreed.set(id, kept?.agreed ?? null);
			return kept?.progress ?? 'later';
		},
		async write(id, content) {
			const progress = content as LearningProgress;
			const page = (await onDisk(id))?.page ?? null;
			await db.progress.put({ id, progress, page, agreed: progress });
		},
		async agree(id, content) {
			const kept = await onDisk(id);
			if (kept) await db.progress.put({ id, ...kept, agreed: content as LearningProgress });
		},
		async disagree() {
			await db.progress.toCollection().modify({ agreed: null });
		},
		remove: (id) => db.progress.delete(id),
		parse: (content) => LearningProgress.safeParse(content).data ?? null,
		same: (one, other) => textOf({ ...one, changed: 0 }) === textOf({ ...other, changed: 0 }),
		settle(mine, theirs) {
			const [one, other] = [mine as LearningProgress, theirs as LearningProgress];
			const here = mergeProgress(one, other, agreed.get(one.id) ?? null);
			return { here, send: textOf({ ...here, changed: 0 }) !== textOf({ ...other, changed: 0 }) };
		}
	};
}
