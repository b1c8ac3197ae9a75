/**
 * What the music around a note says of whether it is really there: the numbers that the judge of
 * doubt is given. A harmonic of a louder note sounds with it, an octave or a twelfth above; a stroke
 * heard twice follows on itself; a knock is short, weak, and strange to the tones around it.
 */
import type { PlayedNote } from '#music/note.ts';

export const DOUBT_FEATURES = 50;

/** Struck together, seconds. */
const TOGETHER = 0.06;
/** The music around a note: seconds to either side. */
const AROUND = 4;
/** Semitones down to a note of which it may be a harmonic, and up to its own. */
const HARMONICS = [12, 19, 24, 28, 31] as const;
const OVERTONES = [12, 19, 24] as const;
/** Seconds in which the memory of a stroke fades. */
const FADES = 0.3;
/** Further away in pitch, in semitones, all is equally far. */
const FAR = 24;

/** Where the ear gave no confidence: a note as loud as this is as likely right as wrong. */
const FAINT = 0.3;
const FAINT_STEP = 0.1;

/** Log-odds that the ear gives a note. */
export function sureness({ confidence, level }: PlayedNote): number {
	if (confidence === undefined) return (level - FAINT) / FAINT_STEP;
	const p = Math.min(0.998, Math.max(0.002, confidence));
	return Math.log(p / (1 - p));
}

/**
 * The features of `notes[index]`, `DOUBT_FEATURES` of them.
 *
 * @param notes by start, then pitch
 * @param sure `sureness` of each
 */
export function doubtEvidence(
	notes: readonly PlayedNote[],
	sure: readonly number[],
	index: number
): Float64Array {
	const note = notes[index]!;
	const row = new Float64Array(DOUBT_FEATURES);
	row[0] = sure[index]!;
	row[1] = note.level;
	row[2] = Math.log(Math.max(0.01, note.end - note.start));
	row[3] = (note.pitch - 60) / 20;
	const others = around(notes, index);
	strokes(notes, sure, index, others, row);
	chord(notes, sure, index, others, row);
	tones(notes, sure, index, others, row);
	habits(notes, sure, index, others, row);
	return row;
}

/** Indices of the other notes that begin around it. */
function around(notes: readonly PlayedNote[], index: number): readonly number[] {
	const { start } = notes[index]!;
	const found: number[] = [];
	for (let i = index - 1; i >= 0 && notes[i]!.start > start - AROUND; i--) found.push(i);
	for (let i = index + 1; i < notes.length && notes[i]!.start < start + AROUND; i++) found.push(i);
	return found;
}

/** The strokes of the same key before and after it. */
function strokes(
	notes: readonly PlayedNote[],
	sure: readonly number[],
	index: number,
	others: readonly number[],
	row: Float64Array
): void {
	const { pitch, start, end, level } = notes[index]!;
	let before: number | undefined;
	let after: number | undefined;
	for (const i of others) {
		if (notes[i]!.pitch !== pitch) continue;
		if (i < index) before = before === undefined ? i : Math.max(before, i);
		else after = after === undefined ? i : Math.min(after, i);
	}
	if (before !== undefined) {
		const other = notes[before]!;
		row[4] = Math.exp((other.start - start) / FADES);
		row[5] = Math.exp(-Math.max(0, start - other.end) / FADES);
		row[6] = level - other.level;
		row[7] = sure[before]!;
	}
	if (after !== undefined) {
		const other = notes[after]!;
		row[8] = Math.exp((start - other.start) / FADES);
		row[9] = Math.exp(-Math.max(0, other.start - end) / FADES);
		row[10] = level - other.level;
		row[11] = sure[after]!;
	}
}

/** What is struck with it, and what sounds already. */
function chord(
	notes: readonly PlayedNote[],
	sure: readonly number[],
	index: number,
	others: readonly number[],
	row: Float64Array
): void {
	const { pitch, start, level } = notes[index]!;
	let [together, surer, louder, sum, off] = [0, 0, 0, 0, 0];
	let [below, above, sounding] = [FAR, FAR, 0];
	let nearest = AROUND;
	for (const i of others) {
		const other = notes[i]!;
		const apart = other.start - start;
		const struck = Math.abs(apart) <= TOGETHER;
		const sounds = other.start < start + TOGETHER && other.end > start;
		if (sounds) sounding++;
		if (!struck) nearest = Math.min(nearest, Math.abs(apart));
		const interval = other.pitch - pitch;
		if (struck) {
			together++;
			sum += sure[i]!;
			off += apart;
			if (sure[i]! > sure[index]!) surer++;
			if (other.level > level) louder++;
			if (interval < 0) below = Math.min(below, -interval);
			if (interval > 0) above = Math.min(above, interval);
			if (Math.abs(interval) <= 2 && interval !== 0)
				row[12] = Math.max(row[12]!, other.level / (level + other.level));
		}
		const at = HARMONICS.indexOf(-interval as (typeof HARMONICS)[number]);
		if (at >= 0) {
			const share = other.level / (level + other.level + 1e-6);
			if (struck) row[13 + at] = Math.max(row[13 + at]!, share);
			else if (sounds) row[18 + Math.min(at, 2)] = Math.max(row[18 + Math.min(at, 2)]!, share);
		}
		const over = OVERTONES.indexOf(interval as (typeof OVERTONES)[number]);
		if (over >= 0 && sounds)
			row[21 + over] = Math.max(row[21 + over]!, other.level / (level + other.level + 1e-6));
		if (sounds && Math.abs(interval) === 1) row[24] = Math.max(row[24]!, other.level);
	}
	row[25] = Math.log1p(together);
	row[26] = Math.log1p(surer);
	row[27] = Math.log1p(louder);
	row[28] = together > 0 ? sum / together : 0;
	row[29] = together > 0 ? (10 * off) / together : 0;
	row[30] = below / FAR;
	row[31] = above / FAR;
	row[32] = Math.log1p(sounding);
	row[33] = Math.exp(-nearest / FADES);
}

/** Whether its tone and its register are those of the music around. */
function tones(
	notes: readonly PlayedNote[],
	sure: readonly number[],
	index: number,
	others: readonly number[],
	row: Float64Array
): void {
	const { pitch, level } = notes[index]!;
	let [all, same, own, sum, loud] = [1e-6, 0, 0, 0, 1e-6];
	let [low, high, nearest] = [0, 0, FAR];
	for (const i of others) {
		const other = notes[i]!;
		const weight = Math.min(1, other.end - other.start) * other.level;
		all += weight;
		if ((other.pitch - pitch) % 12 === 0) same += weight;
		if (other.pitch === pitch) own += weight;
		else nearest = Math.min(nearest, Math.abs(other.pitch - pitch));
		if (other.pitch < pitch) low++;
		else high++;
		sum += sure[i]!;
		loud += other.level;
	}
	row[34] = Math.min(1, (6 * same) / all);
	row[35] = Math.min(1, (6 * own) / all);
	row[36] = nearest / FAR;
	row[37] = low / (low + high + 1e-6) - 0.5;
	row[38] = others.length > 0 ? sum / others.length : 0;
	row[39] = others.length > 0 ? level - loud / others.length : 0;
}

/** Whether it keeps company with a lower note by custom, as written octaves do, or now and then, as harmonics do. */
function habits(
	notes: readonly PlayedNote[],
	sure: readonly number[],
	index: number,
	others: readonly number[],
	row: Float64Array
): void {
	const { pitch, start, end, level } = notes[index]!;
	let root: number | undefined;
	let [before, after] = [FAR, FAR];
	for (const i of others) {
		const other = notes[i]!;
		const apart = other.start - start;
		const interval = pitch - other.pitch;
		if (Math.abs(apart) <= TOGETHER) {
			if (!HARMONICS.includes(interval as (typeof HARMONICS)[number])) continue;
			if (root === undefined || other.level > notes[root]!.level) root = i;
		} else if (Math.abs(apart) < 1) {
			if (apart < 0) before = Math.min(before, Math.abs(interval) || 12);
			else after = Math.min(after, Math.abs(interval) || 12);
		}
	}
	row[40] = before / FAR;
	row[41] = after / FAR;
	const mine = others.filter((i) => notes[i]!.pitch === pitch);
	const led = mine.filter((i) => HARMONICS.some((down) => partner(notes, i, -down)));
	row[42] = mine.length === 0 ? 0.5 : led.length / mine.length;
	row[43] = Math.log1p(mine.length - led.length);
	if (root === undefined) return;
	const below = notes[root]!;
	const interval = pitch - below.pitch;
	const roots = others.filter((i) => i !== root && notes[i]!.pitch === below.pitch);
	const doubled = roots.filter((i) => partner(notes, i, interval)).length;
	row[44] = (doubled + 0.5) / (roots.length + 1);
	const parallel = others.filter((i) => i !== root && partner(notes, i, interval)).length;
	row[45] = Math.log1p(parallel);
	row[46] = 10 * (start - below.start);
	row[47] = Math.log(Math.max(0.02, end - start) / Math.max(0.02, below.end - below.start));
	row[48] = sure[root]!;
	row[49] = level - below.level;
}

/** Whether a note so many semitones above is struck with it. */
function partner(notes: readonly PlayedNote[], index: number, interval: number): boolean {
	const { pitch, start } = notes[index]!;
	for (let i = index - 1; i >= 0 && notes[i]!.start >= start - TOGETHER; i--) {
		if (notes[i]!.pitch === pitch + interval) return true;
	}
	for (let i = index + 1; i < notes.length && notes[i]!.start <= start + TOGETHER; i++) {
		if (notes[i]!.pitch === pitch + interval) return true;
	}
	return false;
}
