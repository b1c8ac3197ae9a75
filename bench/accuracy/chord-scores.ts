/** Chord symbols against the true chords: the share of the time in which root and major or minor agree. */
import { secondsAt } from '#music/rhythm/clock.ts';
import type { ChordSymbol, Score } from '#music/score/score.ts';

const STEPS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
/** Seconds between the moments that are compared. */
const STEP = 0.05;

/** `chords` as from, until and name (`D#:min7`); null where the score has no symbols. */
export function chordScore(
	chords: readonly (readonly [number, number, string])[],
	{ symbols, beatMap }: Score
): number | null {
	if (symbols.length === 0) return null;
	const starts = symbols.map(({ at }) => secondsAt(beatMap, at));
	let [right, count] = [0, 0];
	for (const [from, until, name] of chords) {
		for (let time = from; time < until; time += STEP) {
			const symbol = symbols[starts.findLastIndex((start) => start <= time)];
			if (symbol !== undefined && agree(symbol, name)) right++;
			count++;
		}
	}
	return count === 0 ? null : right / count;
}

function agree({ root, quality }: ChordSymbol, name: string): boolean {
	const match = /^([A-G])(#*)(b*):?(.*)$/.exec(name);
	if (match === null) return false;
	const [, step = 'C', sharps = '', flats = '', mode = ''] = match;
	const tonic = (STEPS[step]! + sharps.length - flats.length + 12) % 12;
	const minor = /^(min|dim|hdim)/.test(mode);
	const heard = /^(minor|diminished|half)/.test(quality);
	return tonic === (STEPS[root.step]! + root.alter + 12) % 12 && minor === heard;
}
