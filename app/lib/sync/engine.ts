/** Everything that syncing needs, put together; loaded only when somebody is signed in. */
import { accountHere, partWith, type Fate, type Owner } from '#app/store/aside.ts';
import type { Database } from '#app/store/db.ts';
import { attempt } from '#app/store/failure.ts';
import type { Locks } from '#app/store/locks.ts';
import type { SyncNews } from '#app/store/sync-news.ts';
import { enter } from '#app/sync/enter.ts';
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
	/** What is to become of the library of somebody else. @returns whether there was room for it */
	decide(account: string, fate: Fate): Promise<boolean>;
}

interface Parts {
	readonly database: Database;
	readonly server: Remote;
	readonly locks: Locks;
	readonly newId: () => string;
	readonly chance: () => number;
	/** The title of a version that lost its place. */
	readonly title: (title: string, changed: number) => string;
	/** Who is signed in, as far as the page knows. */
	readonly who: () => Owner | null;
	readonly onActivity: (activity: Activity) => void;
}

export function openEngine(parts: Parts): Engine {
	const { database, server, locks, newId, chance, title, who, onActivity } = parts;
	const naming = { newId, title };
	const shelf = new StoredShelf(database, [
		scoreKind(database, naming),
		practiceKind(database),
		progressKind(database)
	]);
	const tapes = new TapeSender({ database, transport: tapeTransport(server), chance });
	return {
		syncer: new Syncer({
			shelf,
			transport: transport(server),
			locks,
			enter: (account) => enter({ database, shelf, naming }, account, who()),
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
		},
		async decide(account, fate) {
			const decided = await attempt(async () => {
				const whose = await accountHere(database);
				if (whose !== null && whose !== account) await partWith(database, whose, fate);
			});
			return decided.ok;
		}
	};
}
