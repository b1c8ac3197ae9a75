/**
 * Readonly values of the domain as the parts of a document that hold them: the schema's arrays may
 * be written to, so they are copies.
 */
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import type { WriteSettings } from '#music/settings.ts';

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
