/** Where else a note could be played, for a person who plays it elsewhere. */
import { soundingNotes } from '#music/export/sounding.ts';
import type { WrittenNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { effortOf } from '#music/tab/fingering.ts';
import { positionsOf } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { ticks } from '#music/time.ts';

export interface Alternative {
	readonly position: Position;
	/** Effort of the passage when the note is played here, less that of the easiest way; 0 or more. */
	readonly cost: number;
	/** How likely a player is to choose it, 0–1; the shares of all alternatives sum to 1. */
	readonly share: number;
}

/** Notes before and after that move with the one asked about. */
const AROUND = 16;
/** Difference in effort that makes one choice e times as likely. */
const PER_E = 1;

/**
 * Every place where the note can be played together with what sounds with it, the likeliest
 * first; empty when the score has no tab or no such note.
 *
 * @param played as in `ChordNote.played`
 */
export function alternativesFor(score: Score, played: number): readonly Alternative[] {
	const { tab } = score;
	const sounding = soundingNotes(score);
	const at = sounding.findIndex((note) => note.played === played);
	if (tab === null || at < 0) return [];
	const passage = sounding.slice(Math.max(0, at - AROUND), at + AROUND + 1);
	const notes = passage.map(({ pitch, start, end, level, played }): WrittenNote => ({
		pitch,
		start: ticks(start),
		length: ticks(end - start),
		level,
		played
	}));
	const costs = positionsOf(sounding[at]!.pitch, tab).map((position) => ({
		position,
		cost: effortOf(notes, tab, new Map([[played, position]]))
	}));
	const least = Math.min(...costs.map(({ cost }) => cost));
	const weights = costs.map(({ cost }) => Math.exp((least - cost) / PER_E));
	const whole = weights.reduce((sum, weight) => sum + weight, 0);
	return costs
		.map(({ position, cost }, i) => ({
			position,
			cost: cost - least,
			share: weights[i]! / whole
		}))
		.sort((a, b) => a.cost - b.cost);
}
