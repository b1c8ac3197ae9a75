/** Scores that somebody has published, put straight into the database as syncing and sharing leave them. */
import { randomUUID } from 'node:crypto';
import type { Database } from '#api/db/database.ts';
import { scores } from '#api/db/schema/scores.ts';
import { shares } from '#api/db/schema/sharing.ts';
import { newToken } from '#api/sharing/token.ts';
import { cardOf } from '#music/card/card-of.ts';
import { NOTHING_SAID, type Details } from '#music/details.ts';
import type { PlayedNote } from '#music/note.ts';
import { searchText } from '#music/search-text.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { document } from '#tests/support/open-library.ts';

export interface Published extends Partial<Details> {
	readonly title: string;
	readonly notes?: readonly PlayedNote[];
	readonly writing?: Partial<WriteSettings>;
	/** Columns as they should be, whatever the music says. */
	readonly columns?: Partial<typeof scores.$inferInsert>;
	readonly linked?: boolean;
}

/** @returns the token of its link, and its id */
export async function publish(
	database: Database,
	ownerId: string,
	{ notes = [], writing, columns, linked = true, ...said }: Published
): Promise<{ readonly token: string; readonly id: string }> {
	const id = randomUUID();
	const token = newToken();
	const details = { ...NOTHING_SAID, ...said };
	const card = cardOf(writeScore(notes, { ...DEFAULT_WRITING, ...writing }), notes);
	const now = new Date(1000);
	await database.insert(scores).values({
		ownerId,
		id,
		revision: 1,
		seq: 1,
		document: JSON.stringify({ ...document(said.title, notes), ...details, id }),
		created: now,
		changed: now,
		published: now,
		visibility: 'public',
		seconds: notes.at(-1)?.end ?? 0,
		...details,
		search: searchText(details),
		...(card && {
			instrument: card.instrument,
			tempo: card.tempo,
			keyFifths: card.key.fifths,
			keyMode: card.key.mode,
			timeSignature: `${card.metre.beats}/${card.metre.unit}`,
			tuning: card.tuning,
			capo: card.capo,
			bars: card.bars,
			difficulty: card.difficulty,
			chordProgression: card.chords,
			techniques: card.techniques,
			embedding: new Float32Array(card.embedding)
		}),
		...columns
	});
	if (linked) await database.insert(shares).values({ token, ownerId, scoreId: id, created: now });
	return { token, id };
}
