/**
 * A parsed document speaks plain numbers; the domain speaks branded ones. The
 * schema has already checked what the brands promise, so these two casts, and only these, are sound.
 */
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import type { WriteSettings } from '#music/settings.ts';

export const playedIn = (document: ScoreDocument): readonly PlayedNote[] =>
	document.notes as unknown as readonly PlayedNote[];

export const writingOf = (document: ScoreDocument): WriteSettings =>
	document.writing as unknown as WriteSettings;

export const storedNotes = (notes: readonly PlayedNote[]): ScoreDocument['notes'] =>
	notes.map((note) => ({
		...note,
		bends: note.bends && [...note.bends]
	}));

export const storedWriting = (settings: WriteSettings): ScoreDocument['writing'] => ({
	...settings,
	tuning: settings.tuning && [...settings.tuning],
	repairs: settings.repairs.map((repair) =>
		repair.kind === 'taps' ? { ...repair, at: [...repair.at] } : repair
	),
	pins: settings.pins.map((pin) => ({ ...pin }))
});
