/** The card of a score: what a list, a search and a stranger may know of it. */
import type { ScoreCard } from '#music/card.ts';
import { difficultyOf } from '#music/card/difficulty.ts';
import { quartersOf } from '#music/card/efforts.ts';
import { embeddingOf } from '#music/card/embedding.ts';
import { harmonyOf, progressionOf } from '#music/card/progression.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';

/** Notes that are pressed together before they are more than the fingers. */
const FINGERS = 4;

/** @param played what the score was written from. @returns null when nothing is written on the page */
export function cardOf(score: Score, played: readonly PlayedNote[]): ScoreCard | null {
	const chords = score.bars
		.flatMap(({ voices }) => voices)
		.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'chord' ? [event] : [])));
	if (chords.length === 0) return null;
	const harmony = harmonyOf(score);
	return {
		instrument: score.instrument,
		tempo: Math.min(1000, Math.max(1, Math.round(quartersOf(score) * 10) / 10)),
		key: { ...score.key },
		metre: { ...score.metre },
		tuning: score.tab ? [...score.tab.tuning].reverse() : null,
		capo: score.tab?.capo ?? 0,
		bars: score.bars.length,
		difficulty: difficultyOf(score),
		chords: progressionOf(harmony),
		confidence: confidenceOf(played),
		techniques: [...techniquesIn(chords)].sort(),
		embedding: embeddingOf(score, harmony)
	};
}

function confidenceOf(played: readonly PlayedNote[]): number | null {
	const known = played.flatMap(({ confidence }) => (confidence === undefined ? [] : [confidence]));
	if (known.length === 0) return null;
	return Math.round((known.reduce((sum, each) => sum + each, 0) / known.length) * 1000) / 1000;
}

type ChordEvent = Extract<
	Score['bars'][number]['voices'][number]['events'][number],
	{ kind: 'chord' }
>;

function techniquesIn(chords: readonly ChordEvent[]): ReadonlySet<string> {
	const names = new Set<string>();
	for (const { notes, grace, rolled } of chords) {
		if (grace) names.add('grace');
		if (rolled) names.add('rolled');
		if (notes.filter(({ position }) => position && position.fret > 0).length > FINGERS) {
			names.add('barre');
		}
		for (const { techniques = [] } of notes) for (const { kind } of techniques) names.add(kind);
	}
	return names;
}
