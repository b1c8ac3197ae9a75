/**
 * The clef of each staff at each bar. A hand keeps its clef; where it lives in
 * the other's place for a bar or more, as ledger lines show, the clef changes at
 * the bar line, and changes back as reluctantly.
 */
import type { Part } from '#music/score/engrave.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { Clef, Staff } from '#music/score/score.ts';
import type { Instrument } from '#music/settings.ts';
import { steadyPath } from '#music/theory/path.ts';

/** Instruments whose players read one clef only. */
const ONE_CLEF: ReadonlySet<Instrument> = new Set(['guitar', 'bass', 'ukulele', 'banjo']);
const CLEFS = ['treble', 'bass'] as const;
/** White keys from middle C to the lowest and the highest line. */
const LINES: Record<Clef, readonly [lowest: number, highest: number]> = {
	treble: [2, 10],
	bass: [-10, -2]
};
/** A change is as bad as this many ledger lines too many, on average, in one bar. */
const CHANGE = 1.5;
/** Ledger lines that are read without trouble. */
const EASY = 1;
/** A bar with fewer notes says as much less. */
const FEW = 4;

/** Of each bar, the clefs of its staves. */
export function clefsOf(
	parts: readonly Part[],
	bars: readonly BarSpan[],
	staves: readonly Staff[],
	instrument: Instrument
): Clef[][] {
	if (ONE_CLEF.has(instrument)) return bars.map(() => staves.map(({ clef }) => clef));
	const ofStaves = staves.map((staff, s) => {
		const own = parts.filter((part) => part.staff === s);
		const pitches = pitchesOfBars(own, bars, staff.transpose);
		const worth = pitches.map((inBar, b) =>
			CLEFS.map((clef) => -trouble(inBar, clef) - (b === 0 && clef !== staff.clef ? CHANGE : 0))
		);
		return steadyPath(worth, () => CHANGE).map((state) => CLEFS[state]!);
	});
	return bars.map((_, b) => ofStaves.map((clefs) => clefs[b]!));
}

function pitchesOfBars(
	parts: readonly Part[],
	bars: readonly BarSpan[],
	transpose: number
): number[][] {
	const inBars = bars.map((): number[] => []);
	for (const { chords } of parts) {
		let bar = 0;
		for (const { start, notes } of chords) {
			while (bar + 1 < bars.length && bars[bar + 1]!.start <= start) bar++;
			inBars[bar]!.push(...notes.map(({ pitch }) => pitch + transpose));
		}
	}
	return inBars;
}

/** Ledger lines beyond the easy ones: the mean over the notes of a bar, or of as many as make a bar. */
function trouble(pitches: readonly number[], clef: Clef): number {
	const sum = pitches.reduce((lines, pitch) => lines + Math.max(0, ledgers(pitch, clef) - EASY), 0);
	return sum / Math.max(FEW, pitches.length);
}

/** White keys from C up to each pitch class. */
const WHITE = [0, 0, 1, 1, 2, 3, 3, 4, 4, 5, 5, 6];

function ledgers(pitch: number, clef: Clef): number {
	const place = 7 * (Math.floor(pitch / 12) - 5) + WHITE[((pitch % 12) + 12) % 12]!;
	const [lowest, highest] = LINES[clef];
	return Math.floor(Math.max(0, lowest - place, place - highest) / 2);
}
