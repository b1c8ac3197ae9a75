/** Scores, as they sync: whole documents. Of two versions one keeps the id, the other gets a name of its own. */
import { ScoreCard } from '#music/card.ts';
import { ScoreDocument } from '#music/document.ts';
import type { Database } from '#app/store/db.ts';
import { Entry, entryFields, type Summary } from '#app/store/entry.ts';
import { dropScores, SCORE_TABLES } from '#app/store/scores.ts';
import { textOf, type Content, type Syncable } from '#app/sync/kinds.ts';
import { z } from 'zod';

const ScoreContent = z.strictObject({
	document: ScoreDocument,
	card: ScoreCard.nullable().catch(null),
	recording: z.uuid().nullable()
});

type ScoreContent = z.infer<typeof ScoreContent>;

interface Naming {
	readonly newId: () => string;
	/** The title of a version that lost its place, by this device. */
	readonly title: (title: string, changed: number) => string;
}

export function scoreKind(db: Database, { newId, title }: Naming): Syncable {
	const entryOf = async (id: string): Promise<Entry | undefined> =>
		Entry.safeParse(await db.entries.get(id)).data;
	return {
		kind: 'score',
		tables: SCORE_TABLES,
		ids: () => db.documents.toCollection().primaryKeys(),
		async read(id) {
			const row = await db.documents.get(id);
			if (!row) return null;
			const entry = await entryOf(id);
			const document = ScoreDocument.safeParse(row.document).data;
			// A recording that has not been heard is no score yet; what is damaged stays here.
			if (!document || (entry && entry.state !== 'ready' && document.notes.length === 0)) {
				return 'later';
			}
			const recording = entry?.recording ?? entry?.recordingElsewhere ?? null;
			return { document, card: entry?.card ?? null, recording } satisfies ScoreContent;
		},
		async write(id, content) {
			const { document, card, recording } = content as ScoreContent;
			const old = await entryOf(id);
			await db.documents.put({ id, document });
			await db.entries.put({
				opened: document.created,
				recording: null,
				recordingBytes: 0,
				scoreBytes: 0,
				carded: null,
				...old,
				...entryFields(document),
				deleted: null, // what is put into the bin here and changed elsewhere comes back
				state: 'ready',
				failure: null,
				away: null,
				card: card ?? old?.card ?? null,
				summary: card ? summaryOf(card) : (old?.summary ?? null),
				recordingElsewhere: old?.recording ? null : recording
			} satisfies Entry);
		},
		remove: (id) => dropScores(db, [id]),
		parse: (content) => ScoreContent.safeParse(content).data ?? null,
		same: (one, other) => text(one) === text(other),
		settle(mine, theirs) {
			const { document, ...beside } = mine as ScoreContent;
			const id = newId();
			const named = { ...document, id, title: title(document.title, document.changed) };
			return { here: theirs, send: false, copy: { id, content: { ...beside, document: named } } };
		}
	};
}

const summaryOf = ({ instrument, key, metre, tempo, bars }: ScoreCard): Summary => ({
	instrument,
	key,
	metre,
	tempo,
	bars
});

/** When it was changed is no part of what it says. */
function text(content: Content): string {
	const { document } = content as ScoreContent;
	return textOf({ ...(document as Content), changed: 0 });
}
