/**
 * A piece as 64 numbers, by which similar ones are found: which degrees sound, how the chords
 * move, how the melody moves, how long its notes are against one another, and which turns it
 * takes. All of it is relative, so neither another key nor another tempo changes it.
 */
import { EMBEDDING_SIZE } from '#music/card.ts';
import { pitchClassOf } from '#music/card/progression.ts';
import { soundingNotes, type SoundingNote } from '#music/export/sounding.ts';
import type { ChordSymbol, Score } from '#music/score/score.ts';

/** How much each part says. */
const WEIGHT = { degrees: 0.8, chords: 0.5, steps: 0.8, lengths: 0.8, turns: 1 } as const;

const DEGREES = 12;
/** From one root to the next, upwards: to the same one it does not move. */
const MOVES = 11;
/** Semitones of a melodic step that are told apart, either way. */
const WIDEST = 6;
/** A length against the one before, as powers of two: a quarter, a third, a half, two thirds, the same, … */
const RATIOS = [-2, -1.585, -1, -0.585, 0, 0.585, 1, 1.585, 2] as const;
const TURNS = EMBEDDING_SIZE - DEGREES - MOVES - (2 * WIDEST + 1) - RATIOS.length;

/** Of length 1, or all 0 where nothing sounds. */
export function embeddingOf(score: Score, harmony: readonly ChordSymbol[]): number[] {
	const notes = soundingNotes(score).filter(({ grace }) => !grace);
	const line = topLine(notes);
	const steps = line.slice(1).map((note, i) => note.pitch - line[i]!.pitch);
	const ratios = ratiosOf(line.map(({ start }) => start));
	const parts = [
		weighed(degreesOf(notes, score.key.fifths), WEIGHT.degrees),
		weighed(movesOf(harmony), WEIGHT.chords),
		weighed(counted(steps.map(stepPlace), 2 * WIDEST + 1), WEIGHT.steps),
		weighed(counted(ratios, RATIOS.length), WEIGHT.lengths),
		weighed(turnsOf(steps, ratios), WEIGHT.turns)
	];
	return rounded(toLength(parts.flat(), 1));
}

/** The notes that lie above all others while they begin: what is heard as the melody. */
function topLine(notes: readonly SoundingNote[]): SoundingNote[] {
	const line: SoundingNote[] = [];
	let sounding: SoundingNote[] = [];
	for (const [i, note] of notes.entries()) {
		sounding = sounding.filter(({ end }) => end > note.start);
		sounding.push(note);
		const covered = sounding.some(({ pitch }) => pitch > note.pitch);
		const outdone = notes[i + 1]?.start === note.start;
		if (!covered && !outdone) line.push(note);
	}
	return line;
}

/** How long each degree sounds, from the tonic of the signature: minor and its relative major agree. */
function degreesOf(notes: readonly SoundingNote[], fifths: number): number[] {
	const degrees = new Array<number>(DEGREES).fill(0);
	const tonic = (((7 * fifths) % 12) + 12) % 12;
	for (const { pitch, start, end } of notes) degrees[(pitch - tonic + 12) % 12]! += end - start;
	return degrees;
}

function movesOf(harmony: readonly ChordSymbol[]): number[] {
	const roots = harmony.map(({ root }) => pitchClassOf(root));
	const moves = roots.slice(1).map((root, i) => (root - roots[i]! + 12) % 12);
	return counted(
		moves.filter((move) => move > 0).map((move) => move - 1),
		MOVES
	);
}

const stepPlace = (step: number): number => Math.max(-WIDEST, Math.min(WIDEST, step)) + WIDEST;

/** For each note but the first and last, which of `RATIOS` its length is to the one before. */
function ratiosOf(starts: readonly number[]): number[] {
	return starts.slice(2).map((start, i) => {
		const ratio = Math.log2((start - starts[i + 1]!) / (starts[i + 1]! - starts[i]!));
		const distances = RATIOS.map((each) => Math.abs(each - ratio));
		return distances.indexOf(Math.min(...distances));
	});
}

/**
 * Two steps of the melody and the rhythm they are in, thrown into few places with a sign: two
 * pieces agree there by chance as often as not, unless they take the same turns.
 */
function turnsOf(steps: readonly number[], ratios: readonly number[]): number[] {
	const turns = new Array<number>(TURNS).fill(0);
	ratios.forEach((ratio, i) => {
		const rhythm = Math.sign(RATIOS[ratio]!);
		const mixed = mix(((steps[i]! + 128) * 256 + steps[i + 1]! + 128) * 3 + rhythm + 1);
		turns[(mixed >>> 1) % TURNS]! += mixed & 1 ? 1 : -1;
	});
	return turns;
}

/** Scatters whole numbers (the finaliser of MurmurHash3). */
function mix(value: number): number {
	let h = value;
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

function counted(places: readonly number[], size: number): number[] {
	const counts = new Array<number>(size).fill(0);
	for (const place of places) counts[place]!++;
	return counts;
}

/** What is frequent should not drown what is rare, hence the roots. */
const weighed = (counts: readonly number[], weight: number): number[] =>
	toLength(
		counts.map((count) => Math.sign(count) * Math.sqrt(Math.abs(count))),
		weight
	);

function toLength(values: readonly number[], length: number): number[] {
	const size = Math.hypot(...values);
	return values.map((value) => (size > 0 ? (value * length) / size : 0));
}

const rounded = (values: readonly number[]): number[] =>
	values.map((value) => Math.round(value * 1e4) / 1e4 + 0);
