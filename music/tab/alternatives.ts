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
/** No comfort costs as much: something else that sounds could not be played. */
const LOSES_A_NOTE = 500;

/**
 * Every place where the note can be played together with what sounds with it, the likeliest
 * first; empty when the score has no tab or no such note.
 *
 * @param played as in `ChordNote.played`
 * @param pinned what a person has chosen already, by index of the played note; it stays.
 */
export function alternativesFor(
	score: Score,
	played: number,
	pinned: ReadonlyMap<number, Position> = new Map()
): readonly Alternative[] {
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
	const costs = positionsOf(sounding[at]!.pitch, tab)
		.map((position) => ({
			position,
			cost: effortOf(notes, tab, new Map([...pinned, [played, position]]))
		}))
		.sort((a, b) => a.cost - b.cost);
	const others = effortOf(
		notes.filter((note) => note.played !== played),
		tab,
		pinned
	);
	const possible = costs.filter(({ cost }) => cost - others < LOSES_A_NOTE);
	const least = possible[0]?.cost ?? 0;
	const whole = possible.reduce((sum, { cost }) => sum + likelihood(cost - least), 0);
	return possible.map(({ position, cost }) => ({
		position,
		cost: cost - least,
		share: likelihood(cost - least) / whole
	}));
}

const likelihood = (cost: number): number => Math.exp(-cost / PER_E);
