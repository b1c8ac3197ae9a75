/**
 * A parsed document speaks plain numbers; the domain speaks branded ones. The
 * schema has already checked what the brands promise, so these casts, and only these, are sound.
 */
import { corrected, type Correction } from '#music/correct.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import type { WriteSettings } from '#music/settings.ts';

/** The notes as the ear heard them. */
export const heardIn = (document: ScoreDocument): readonly PlayedNote[] =>
	document.notes as unknown as readonly PlayedNote[];

export const correctionsOf = (document: ScoreDocument): readonly Correction[] =>
	document.corrections as unknown as readonly Correction[];

/** The notes that are written, played and exported: as heard, and corrected by a person. */
export const playedIn = (document: ScoreDocument): readonly PlayedNote[] =>
	corrected(heardIn(document), correctionsOf(document));

export const writingOf = (document: ScoreDocument): WriteSettings =>
	document.writing as unknown as WriteSettings;

export const storedCorrections = (
	corrections: readonly Correction[]
): ScoreDocument['corrections'] => [...corrections];
