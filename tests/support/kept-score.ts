/** Scores that lie on the server already, for tests of what comes after. */
import { randomUUID } from 'node:crypto';
import { scores } from '#api/db/schema/scores.ts';
import { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING } from '#music/settings.ts';
import type { Person, TestApi } from '#tests/support/api.ts';
import { note } from '#tests/support/performance.ts';

/** A scale, a note each half second. */
const SCALE: readonly PlayedNote[] = [60, 62, 64, 65, 67, 69, 71, 72].map((pitch, i) =>
	note(i / 2, i / 2 + 0.48, pitch)
);

/** A document of today from what a test cares about; the rest is as a recording makes it. */
export const keptDocument = (
	about: Partial<ScoreDocument>,
	notes: readonly PlayedNote[] = SCALE
): ScoreDocument =>
	ScoreDocument.parse({
		version: 2,
		id: randomUUID(),
		title: 'Untitled',
		artist: '',
		created: 1,
		changed: 1,
		source: { fileName: 'at home with Ana.wav', seconds: notes.length / 2, endsEarly: false },
		hearing: DEFAULT_HEARING,
		writing: DEFAULT_WRITING,
		notes,
		corrections: [],
		...about
	});

/** Puts a score into a person's account. @returns its id */
export async function keep(
	api: TestApi,
	person: Person,
	about: Partial<ScoreDocument> = {},
	notes?: readonly PlayedNote[]
): Promise<string> {
	const document = keptDocument(about, notes);
	const text = JSON.stringify(document);
	await api.database.insert(scores).values({
		ownerId: person.id,
		id: document.id,
		revision: 1,
		seq: 1,
		document: text,
		bytes: text.length,
		created: new Date(api.clock.now),
		changed: new Date(api.clock.now),
		title: document.title,
		artist: document.artist,
		instrument: 'guitar',
		search: document.title.toLowerCase()
	});
	return document.id;
}
