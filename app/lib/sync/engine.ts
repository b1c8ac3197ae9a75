/** Everything that syncing needs, put together; loaded only when somebody is signed in. */
import type { Database } from '#app/store/db.ts';
import { attempt } from '#app/store/failure.ts';
import type { Locks } from '#app/store/locks.ts';
import type { SyncNews } from '#app/store/sync-news.ts';
import type { Standing } from '#app/sync/ports.ts';
import { practiceKind, progressKind } from '#app/sync/practice-kinds.ts';
import type { Remote } from '#app/sync/remote.ts';
import { scoreKind } from '#app/sync/score-kind.ts';
import { standingIn, StoredShelf } from '#app/sync/stored-shelf.ts';
import { Syncer, type Activity } from '#app/sync/syncer.ts';
import { TapeSender } from '#app/sync/tape-sender.ts';
import { tapeTransport } from '#app/sync/tape-transport.ts';
import { transport } from '#app/sync/transport.ts';

/** What is loaded when somebody is signed in. */
export interface Engine {
	readonly syncer: Pick<Syncer, 'run' | 'look'>;
	standing(news: SyncNews): Standing | null;
	/** The person has seen what was kept twice. */
	seen(): Promise<void>;
}

interface Parts {
	readonly database: Database;
	readonly server: Remote;
	readonly locks: Locks;
	readonly newId: () => string;
	readonly chance: () => number;
	/** The title of a version that lost its place. */
	readonly title: (title: string, changed: number) => string;
	readonly onActivity: (activity: Activity) => void;
}

export function openEngine(parts: Parts): Engine {
	const { database, server, locks, newId, chance, title, onActivity } = parts;
	const shelf = new StoredShelf(database, [
		scoreKind(database, { newId, title }),
		practiceKind(database),
		progressKind(database)
	]);
	const tapes = new TapeSender({ database, transport: tapeTransport(server), chance });
	return {
		syncer: new Syncer({
			shelf,
			transport: transport(server),
			locks,
			newKey: newId,
			chance,
			onActivity,
			onAgreed: (account, signal) => void tapes.run(account, signal)
		}),
		standing: ({ standing }) => standingIn(standing),
		async seen() {
			await attempt(() =>
				shelf.atomically(async (inside) => {
					const standing = await inside.standing();
					if (standing) await inside.setStanding({ ...standing, copies: [] });
				})
			);
		}
	};
}
