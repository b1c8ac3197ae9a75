/** The figures of one item: every stage against its truth, each null where the truth does not say. */
import { beatScore, bestLevelScore } from './beat-scores.ts';
import { chordScore } from './chord-scores.ts';
import { keyScore } from './key-scores.ts';
import { scoreNotes, type NoteScore } from './note-scores.ts';
import type { Item, Truth, TruthNote } from './truth.ts';
import { comparePages, type PageScore } from './compare.ts';
import { readMusicXml } from './read-musicxml.ts';
import { pageTruth } from './written-truth.ts';
import { toMusicXml } from '#music/export/musicxml.ts';
import { toTranscript } from '#music/export/transcript.ts';
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { seconds } from '#music/time.ts';

export interface NoteFigures {
	readonly onset: number | null;
	/** Only where the offsets were measured. */
	readonly onsetOffset: number | null;
}

export interface BeatFigures {
	readonly beat: number | null;
	readonly level: number | null;
	readonly downbeat: number | null;
	/** The key by its own weights: .5 a fifth away, .3 relative, .2 parallel. */
	readonly keyName: number | null;
	/** Share of the time in which the chord's root and mode are right; null where no symbols are written. */
	readonly chords: number | null;
	/** The metre at the start, over all items with one. */
	readonly metre: number | null;
}

/** Onsets that were aligned and not measured have a wider tolerance, and offsets that mean little. */
const MEASURED = 0.05;

export function noteFigures(truth: Truth, notes: readonly PlayedNote[]): NoteFigures {
	const score = bestScore(truth, notes);
	const measured = (truth.onset_tolerance_s ?? MEASURED) <= MEASURED;
	return {
		onset: score?.onset ?? null,
		onsetOffset: score && measured ? score.onsetOffset : null
	};
}

/** Against the annotator that agrees more; within the truth's own tolerance unless said. */
export function bestScore(
	truth: Truth,
	notes: readonly PlayedNote[],
	tolerance = truth.onset_tolerance_s ?? MEASURED
): NoteScore | null {
	const heard = notes.map((note) => [note.start, note.end, note.pitch] as const);
	return [truth.notes, truth.notes_alt]
		.filter((list) => list !== undefined)
		.map((list) => scoreNotes(list, heard, tolerance))
		.reduce<NoteScore | null>((best, one) => (one.onset > (best?.onset ?? -1) ? one : best), null);
}

export function beatFigures(truth: Truth, notes: readonly PlayedNote[], score: Score): BeatFigures {
	const { beats, downbeats, key, time_signature } = toTranscript(notes, score);
	return {
		beat: truth.beats ? beatScore(truth.beats, beats) : null,
		level: truth.beats ? bestLevelScore(truth.beats, beats) : null,
		downbeat: truth.downbeats ? beatScore(truth.downbeats, downbeats) : null,
		keyName: truth.key === undefined ? null : keyScore(truth.key, key),
		chords: truth.chords ? chordScore(truth.chords, score) : null,
		metre:
			truth.time_signature === undefined ? null : Number(truth.time_signature === time_signature)
	};
}

/** Null for an item without a score, and for a page that cannot be read. */
export function pageFigures({ folder, truth }: Item, musicXml: string): PageScore | null {
	const page = pageTruth(folder, truth);
	const read = readMusicXml(musicXml);
	return page && read.ok ? comparePages(page, read.value) : null;
}

export const musicXmlOf = (score: Score, { name }: Item): string =>
	toMusicXml(score, { title: name, artist: '' });

/** Share of the true notes that are fingered as they were played; null without strings in the truth. */
export function tabFigure(
	{ notes: truth = [] }: Truth,
	notes: readonly PlayedNote[],
	score: Score
): number | null {
	if ((truth[0]?.length ?? 0) < 5) return null;
	const placed = toTranscript(notes, score).notes;
	const { matched } = scoreNotes(truth, placed, MEASURED);
	const right = matched.filter(([t, p]) => {
		const [, , , string, fret] = placed[p]!;
		return string === truth[t]![3] && fret === truth[t]![4];
	});
	return right.length / Math.max(1, matched.length);
}

/** The truth as if it had been heard without a fault. */
export const trueNotes = ({ notes = [] }: Truth): PlayedNote[] =>
	notes
		.map(([onset, offset, key]: TruthNote) => ({
			pitch: pitch(Math.round(key)),
			start: seconds(onset),
			end: seconds(Math.max(offset, onset)),
			level: 0.6
		}))
		.sort(byStartAndPitch);
