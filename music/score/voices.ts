/**
 * Gives each note of a staff its voice. One voice is the rule. A second, stems
 * down, is written where a bass is held under notes that move above it: the
 * lowest note of its moment, with higher notes following while it sounds.
 */
import { byStartAndPitch } from '#music/note.ts';
import type { LineNote } from '#music/score/line.ts';

/** How readily a bass gets a voice of its own. */
export interface VoiceRules {
	/** Semitones between a bass and what moves above it. */
	readonly apart: number;
	/** Beats that a bass must be heard for, beyond the next onset above it. */
	readonly held: number;
}

export interface Count {
	readonly beatTicks: number;
	readonly barEndAfter: (tick: number) => number;
}

/** A second voice is written in a bar of which it fills at least this share. */
const FILLS = 0.5;

interface Group {
	readonly start: number;
	readonly notes: readonly LineNote[];
}

/** Two voices, the upper first; the second may be empty. `notes` in order of start, then pitch. */
export function splitVoices(
	notes: readonly LineNote[],
	rules: VoiceRules,
	count: Count
): readonly [readonly LineNote[], readonly LineNote[]] {
	const groups = groupsOf(notes);
	const upper: LineNote[] = [];
	const lower: LineNote[] = [];
	let bass: LineNote | null = null;
	let abovePresent = false;
	// The lowest note of the bar that went to the first voice: what lies above it is no bass.
	let floor: LineNote | null = null;
	groups.forEach((group, g) => {
		const lowest = group.notes[0]!;
		const alone = group.notes.length === 1;
		const ascends: boolean =
			bass !== null && bass.end > group.start && lowest.pitch > bass.pitch && !abovePresent;
		if (floor !== null && count.barEndAfter(floor.start) <= group.start) floor = null;
		const onFloor: boolean = floor !== null && floor.pitch <= lowest.pitch;
		const isBass =
			!(alone && ascends) &&
			!onFloor &&
			(alone || group.notes[1]!.pitch - lowest.pitch >= rules.apart) &&
			staysBelow(groups, g, lowest, rules, count.beatTicks);
		if (isBass) {
			lower.push(lowest);
			upper.push(...group.notes.slice(1));
			bass = lowest;
			abovePresent = !alone;
		} else {
			upper.push(...group.notes);
			if (!onFloor && !ascends) floor = lowest;
			if (bass !== null && !ascends) abovePresent = true;
		}
	});
	return worthwhile(upper, lower, count);
}

/** Bar by bar, the second voice goes back into the first where it says little, or where the first is silent. */
function worthwhile(
	upper: readonly LineNote[],
	lower: readonly LineNote[],
	{ barEndAfter }: Count
): readonly [readonly LineNote[], readonly LineNote[]] {
	const filled = new Map<number, number>();
	lower.forEach(({ start, end }, i) => {
		const bar = barEndAfter(start);
		const stop = Math.min(end, bar, lower[i + 1]?.start ?? Infinity);
		filled.set(bar, (filled.get(bar) ?? 0) + Math.max(0, stop - start));
	});
	const moving = new Set(upper.map(({ start }) => barEndAfter(start)));
	const kept = ({ start }: LineNote): boolean => {
		const bar = barEndAfter(start);
		const whole = barEndAfter(bar) - bar;
		return moving.has(bar) && filled.get(bar)! >= FILLS * whole;
	};
	const back = lower.filter((note) => !kept(note));
	const first = [...upper, ...back].sort(byStartAndPitch);
	return [first, lower.filter(kept)];
}

function groupsOf(notes: readonly LineNote[]): Group[] {
	const groups: { start: number; notes: LineNote[] }[] = [];
	for (const note of notes) {
		const last = groups.at(-1);
		if (last?.start === note.start) last.notes.push(note);
		else groups.push({ start: note.start, notes: [note] });
	}
	return groups;
}

/** Whether the notes of the beat before and of the time it sounds all lie well above it, and some follow. */
function staysBelow(
	groups: readonly Group[],
	g: number,
	bass: LineNote,
	{ apart, held }: VoiceRules,
	beatTicks: number
): boolean {
	const next = groups[g + 1];
	if (next === undefined || bass.end < next.start + held * beatTicks) return false;
	const until = Math.min(bass.end, bass.start + 2 * beatTicks) - beatTicks / 8;
	for (let i = g + 1; i < groups.length && groups[i]!.start < until; i++) {
		if (groups[i]!.notes[0]!.pitch < bass.pitch + (i === g + 1 ? apart : 1))
			return i > g + 1 && groups[i]!.start >= bass.start + beatTicks;
	}
	const before = groups[g - 1];
	return (
		before === undefined ||
		before.start < bass.start - beatTicks ||
		before.notes.at(-1)!.pitch > bass.pitch + 1
	);
}
