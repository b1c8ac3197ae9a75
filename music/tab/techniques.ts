/**
 * How notes are played on the string, read from their pitch contours and from
 * what comes before and after on the same string. Nothing is said where it is
 * not clear: a technique that was not played misleads more than one left out.
 */
import type { PlayedNote, WrittenNote } from '#music/note.ts';
import type { Technique } from '#music/score/score.ts';
import { bendOf, contourOf, detuningOf, frameOf, shakes } from '#music/tab/contour.ts';
import type { Position } from '#music/tab/position.ts';

/** A slurred note begins where the one before ends, seconds either way. */
const SEAMLESS = 0.04;
/** The first of two slurred notes is no longer than this, seconds, and the second no louder than this share of it. */
const SLURRED = [
	{ within: 0.3, softer: 0.8 },
	// Before a beat, faster than a plectrum goes, a little softer is enough.
	{ within: 0.13, softer: 0.9 }
] as const;
/** Frets that a finger hammers or pulls across, and slides. */
const HAMMERED = 4;
const SLID = 7;
/** Frames either side of a seam in which a slide is heard, and how many of them lie on the way. */
const SEAM = 5;
const ON_THE_WAY = 3;
/** Semitones from both pitches at which a frame is neither. */
const BETWEEN = 0.3;

interface Placed {
	readonly index: number;
	readonly position: Position;
	readonly note: PlayedNote;
	/** Struck together with others. */
	readonly inChord: boolean;
}

/**
 * Parallel to `notes`; `positions` as `finger` gave them, `played` as `notes` index it.
 * A slide, hammer-on or pull-off stands at the note from which it goes to the next one on the string.
 */
export function findTechniques(
	notes: readonly WrittenNote[],
	positions: readonly (Position | null)[],
	played: readonly PlayedNote[]
): readonly (readonly Technique[])[] {
	const found: Technique[][] = notes.map(() => []);
	const detuning = detuningOf(played);
	const last = new Map<number, Placed>();
	for (const placed of placedOf(notes, positions, played)) {
		const { index, position, note, inChord } = placed;
		// An open string cannot be bent, and in chords the contours get in each other's way.
		if (position.fret > 0 && !inChord) found[index]!.push(...movementsOf(note, detuning));
		const before = last.get(position.string);
		last.set(position.string, placed);
		const slur = before === undefined ? null : slurOf(before, placed, detuning);
		if (before !== undefined && slur !== null) found[before.index]!.push(slur);
	}
	return found;
}

function movementsOf(note: PlayedNote, detuning: number): readonly Technique[] {
	const bend = bendOf(note, detuning);
	if (bend !== null) return [bend];
	return shakes(note, detuning) ? [{ kind: 'vibrato' }] : [];
}

function placedOf(
	notes: readonly WrittenNote[],
	positions: readonly (Position | null)[],
	played: readonly PlayedNote[]
): readonly Placed[] {
	const together = new Map<number, number>();
	for (const { start } of notes) together.set(start, (together.get(start) ?? 0) + 1);
	return [...notes.keys()]
		.sort((a, b) => notes[a]!.start - notes[b]!.start)
		.flatMap((index): Placed[] => {
			const position = positions[index] ?? null;
			const note = played[notes[index]!.played];
			if (position === null || note === undefined) return [];
			return [{ index, position, note, inChord: together.get(notes[index]!.start)! > 1 }];
		});
}

/** How the hand goes from one note to the next on its string, when it does not strike it. */
function slurOf(from: Placed, to: Placed, detuning: number): Technique | null {
	if (from.inChord || to.inChord) return null;
	if (Math.abs(to.note.start - from.note.end) > SEAMLESS) return null;
	const frets = to.position.fret - from.position.fret;
	const open = from.position.fret === 0 || to.position.fret === 0;
	if (frets === 0) return null;
	if (!open && Math.abs(frets) <= SLID && glides(from.note, to.note, detuning)) {
		return { kind: 'slide' };
	}
	const since = to.note.start - from.note.start;
	const loud = to.note.level / from.note.level;
	const slurred = SLURRED.some(({ within, softer }) => since <= within && loud <= softer);
	if (!slurred || Math.abs(frets) > HAMMERED) return null;
	return { kind: frets > 0 ? 'hammer-on' : 'pull-off' };
}

/** Whether the pitch is heard on its way from one note to the next. */
function glides(from: PlayedNote, to: PlayedNote, detuning: number): boolean {
	const whole = to.pitch - from.pitch;
	if (frameOf(from) * SEAM > from.end - from.start) return false;
	const seam = [
		...contourOf(from, detuning).slice(-SEAM),
		...contourOf(to, detuning)
			.slice(0, SEAM)
			.map((x) => whole + x)
	].map((x) => x * Math.sign(whole));
	const way = seam.filter((x) => x > BETWEEN && x < Math.abs(whole) - BETWEEN);
	return way.length >= ON_THE_WAY && seam.every((x, i) => i === 0 || x >= seam[i - 1]! - BETWEEN);
}
