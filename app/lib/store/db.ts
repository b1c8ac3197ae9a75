/**
 * The browser's database: one file per kind of thing, because they differ in
 * size and in how often they are read. A listing never touches a recording.
 *
 * Everything is written with strict durability: a score that was shown as
 * saved is on the disk, not in a buffer that a power cut empties.
 */
import Dexie, { type Table } from 'dexie';
import type { Kind } from '#app/store/outbox.ts';

interface StoredDocument {
	readonly id: string;
	readonly document: unknown;
}

interface StoredRecording {
	readonly id: string;
	readonly file: Blob;
	readonly name: string;
}

interface StoredHearing {
	readonly id: string;
	readonly frames: number;
	/** Deflated bytes of note, onset and contour, one after the other. */
	readonly packed: Blob;
	readonly peaks: Float32Array;
}

/** A take in the making, and its seconds in the order in which they came. */
interface StoredTake {
	readonly id: string;
	readonly begun: number;
}

interface StoredPiece {
	readonly n?: number;
	readonly take: string;
	readonly sound: Blob;
}

/** Something that was changed here and is not known to be on the server. */
interface StoredChange {
	/** Another number with each change, so that what is changed while it travels is sent again. */
	readonly edit?: number;
	readonly kind: Kind;
	readonly id: string;
	/** Why the server did not take it. */
	readonly refused?: 'full' | 'invalid';
}

/** What the server had when this device last agreed with it. */
interface StoredAgreement {
	readonly kind: Kind;
	readonly id: string;
	readonly revision: number;
}

/** Where the sync with an account stands, and its recordings: rows that are parsed by those who read them. */
interface StoredSync {
	readonly key: string;
	readonly value: unknown;
}

interface StoredSession {
	readonly id: string;
	readonly score: string;
	readonly session: unknown;
	/** 1 while it goes on: an index knows no booleans. */
	readonly open: number;
}

interface StoredGoal {
	readonly id: string;
	readonly minutes: number;
	/** The account has it, too. */
	readonly sent?: boolean;
}

/** A row of the library of somebody who is not signed in now. */
interface StoredAside {
	readonly n?: number;
	readonly account: string;
	readonly table: string;
	readonly row: unknown;
}

/** Its name in a browser. */
export const DATABASE = 'genesis-music';

/** Another tab can hold the database back, or have moved it on; both are told to the person. */
export type Condition = 'open' | 'blocked' | 'outdated';

export class Database extends Dexie {
	declare readonly documents: Table<StoredDocument, string>;
	declare readonly entries: Table<unknown, string>;
	declare readonly recordings: Table<StoredRecording, string>;
	declare readonly hearings: Table<StoredHearing, string>;
	declare readonly takes: Table<StoredTake, string>;
	declare readonly pieces: Table<StoredPiece, number>;
	declare readonly outbox: Table<StoredChange, number>;
	declare readonly synced: Table<StoredAgreement, [Kind, string]>;
	declare readonly sync: Table<StoredSync, string>;
	declare readonly practice: Table<StoredSession, string>;
	declare readonly progress: Table<unknown, string>;
	declare readonly goals: Table<StoredGoal, string>;
	declare readonly aside: Table<StoredAside, number>;

	constructor(name: string, onCondition: (condition: Condition) => void = () => {}) {
		super(name, { chromeTransactionDurability: 'strict' });
		// A new version is a new `this.version(n).stores(…).upgrade(…)` below; the old ones stay.
		this.version(1).stores({
			documents: 'id',
			entries: 'id, recording',
			recordings: 'id',
			hearings: 'id'
		});
		this.version(2).stores({ takes: 'id', pieces: '++n, take' });
		this.version(3).stores({ outbox: '++edit, [kind+id]', synced: '[kind+id]', sync: 'key' });
		this.version(4).stores({ practice: 'id, score, open', progress: 'id', goals: 'id' });
		this.version(5).stores({ aside: '++n, account, table' });
		this.on('blocked', () => onCondition('blocked'));
		this.on('ready', () => onCondition('open'));
		this.on('versionchange', () => {
			// A newer version waits in another tab; holding on would freeze it.
			this.close({ disableAutoOpen: true });
			onCondition('outdated');
			return false; // else Dexie would open it again by itself
		});
	}
}
