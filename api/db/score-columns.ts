/** A score as columns: what lists, searches and link previews read without opening the document. */
import type { ScoreCard } from '#music/card.ts';
import type { ScoreDocument } from '#music/document.ts';
import { searchText } from '#music/search-text.ts';
import type { Value } from './upsert.ts';

/** Every column that a document and its card decide, by its name in the database. */
export function scoreColumns(
	document: ScoreDocument | null,
	card: ScoreCard | null
): Readonly<Record<string, Value>> {
	return {
		title: document?.title ?? '',
		artist: document?.artist ?? '',
		album: document?.album ?? '',
		genre: document?.genre ?? '',
		year: document?.year ?? null,
		tags: JSON.stringify(document?.tags ?? []),
		seconds: document?.source.seconds ?? 0,
		search: document ? searchText(document) : '',
		instrument: card?.instrument ?? null,
		tempo: card?.tempo ?? null,
		key_fifths: card?.key.fifths ?? null,
		key_mode: card?.key.mode ?? null,
		time_signature: card ? `${card.metre.beats}/${card.metre.unit}` : null,
		tuning: card?.tuning ? JSON.stringify(card.tuning) : null,
		capo: card?.capo ?? null,
		bars: card?.bars ?? null,
		difficulty: card?.difficulty ?? null,
		chord_progression: card?.chords ?? null,
		confidence: card?.confidence ?? null,
		techniques: JSON.stringify(card?.techniques ?? []),
		embedding: card ? new Float32Array(card.embedding).buffer : null
	};
}

/** The columns that make a card again. */
export interface CardColumns {
	readonly instrument: string | null;
	readonly tempo: number | null;
	readonly keyFifths: number | null;
	readonly keyMode: 'major' | 'minor' | null;
	readonly timeSignature: string | null;
	readonly tuning: readonly number[] | null;
	readonly capo: number | null;
	readonly bars: number | null;
	readonly difficulty: number | null;
	readonly chordProgression: string | null;
	readonly confidence: number | null;
	readonly techniques: readonly string[];
	readonly embedding: Float32Array | null;
}

/** The card that `scoreColumns` took apart; null when there was none. */
export function cardIn(row: CardColumns): ScoreCard | null {
	if (row.instrument === null || row.embedding === null) return null;
	const [beats, unit] = (row.timeSignature ?? '4/4').split('/').map(Number);
	return {
		instrument: row.instrument as ScoreCard['instrument'],
		tempo: row.tempo ?? 120,
		key: { fifths: row.keyFifths ?? 0, mode: row.keyMode ?? 'major' },
		metre: { beats: beats!, unit: unit as ScoreCard['metre']['unit'] },
		tuning: row.tuning && [...row.tuning],
		capo: row.capo ?? 0,
		bars: row.bars ?? 0,
		difficulty: row.difficulty ?? 1,
		chords: row.chordProgression ?? '',
		confidence: row.confidence,
		techniques: [...row.techniques],
		embedding: [...row.embedding]
	};
}
