/** What the left hand has to do to hold a chord: stretch, lay a barre, find enough fingers, mute between strings. */

/** Each fretted note: an open string comes free. */
const PRESS = 0.08;
/** Each string between two that sound, which a strumming hand has to mute. */
const SKIPPED = 0.15;
const FINGERS = 4;

/**
 * @param frets on each string, −1 where it is not played; `low` and `high` of those that are fretted.
 * @param across the first so many strings are picked together.
 */
export function gripEffort(
	frets: readonly number[],
	low: number,
	high: number,
	across: number
): number {
	let effort = 0;
	const stretch = high === 0 ? 0 : high - low;
	if (stretch > 2) effort += stretch - 2;
	if (stretch > 3) effort += 2 * (stretch - 3);

	const fretted = frets.filter((fret) => fret > 0).length;
	effort += PRESS * fretted;
	if (fretted > FINGERS) effort += barreEffort(frets, low);

	return effort + SKIPPED * silentBetween(frets.slice(0, across));
}

function silentBetween(frets: readonly number[]): number {
	const first = frets.findIndex((fret) => fret >= 0);
	const last = frets.findLastIndex((fret) => fret >= 0);
	return frets.filter((fret, string) => fret < 0 && string > first && string < last).length;
}

/**
 * With more notes than fingers, the first finger lies across the lowest fret
 * (an open string under it cannot sound), and others may lie flat on neighbouring strings.
 */
function barreEffort(frets: readonly number[], low: number): number {
	const under = frets.slice(0, frets.lastIndexOf(low));
	const silenced = under.filter((fret) => fret === 0).length;
	const above = frets.filter((fret) => fret > low).length;
	const flat = frets.filter((fret, string) => fret > low && fret === frets[string + 1]).length;
	const lying = Math.min(flat, Math.max(0, 1 + above - FINGERS));
	const fingers = 1 + above - lying;
	return 1 + 6 * silenced + 0.5 * lying + 8 * Math.max(0, fingers - FINGERS);
}
