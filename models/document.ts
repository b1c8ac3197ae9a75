/**
 * What was heard, as the document that is stored and sent. Whoever hears the same file with the
 * same settings gets the same document, on any machine that computes alike: it knows no clock and no chance.
 */
import type { Activations } from '#models/activations.ts';
import { hear } from '#models/hear.ts';
import { NOTHING_SAID } from '#music/details.ts';
import { ScoreDocument } from '#music/document.ts';
import type { HearSettings, WriteSettings } from '#music/settings.ts';
import { storedNotes, storedWriting } from '#music/stored.ts';
import type { Seconds } from '#music/time.ts';

/** A recording, and how it is to be heard and written. */
export interface Piece {
	readonly title: string;
	readonly fileName: string;
	readonly hearing: HearSettings;
	readonly writing: WriteSettings;
}

export interface HeardFile {
	/** As bytes, which is how the page keeps them: both find the same notes. */
	readonly activations: Activations;
	readonly seconds: Seconds;
	/** The file ended before it should have. */
	readonly endsEarly: boolean;
}

/** @param id a UUID; `created` and `changed` are 0, for whoever keeps the document to fill in */
export function documentOf(
	{ title, fileName, hearing, writing }: Piece,
	{ activations, seconds, endsEarly }: HeardFile,
	id: string
): ScoreDocument {
	// Parsed, so that its fields stand in the schema's order whatever the settings' was.
	return ScoreDocument.parse({
		version: 3,
		id,
		title,
		...NOTHING_SAID,
		created: 0,
		changed: 0,
		source: { fileName, seconds, endsEarly },
		hearing: { ...hearing },
		writing: storedWriting(writing),
		notes: storedNotes(hear(activations, hearing)),
		corrections: []
	} satisfies ScoreDocument);
}
