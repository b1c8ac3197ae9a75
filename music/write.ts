/** Played notes become a written score: the second half of the pipeline, as one function from value to value. */
import { byStartAndPitch, type PlayedNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import { findBeatMap } from '#music/rhythm/map.ts';
import { quantize } from '#music/rhythm/quantize.ts';
import { barsOf, notesOfBars, spansUnder } from '#music/score/bars.ts';
import { clefsOf } from '#music/score/clefs.ts';
import { engrave, type Part } from '#music/score/engrave.ts';
import { fingered } from '#music/score/fingered.ts';
import { splitHands } from '#music/score/hands.ts';
import { findInstrument } from '#music/score/instrument.ts';
import { namesOf } from '#music/score/names.ts';
import { lineNotesOf, partsOf, VOICES } from '#music/score/parts.ts';
import type { LineNote } from '#music/score/line.ts';
import type { Score } from '#music/score/score.ts';
import { sectionsOf } from '#music/score/sections.ts';
import { printsOf } from '#music/score/similar.ts';
import { simplify } from '#music/score/simplify.ts';
import { stavesOf } from '#music/score/staves.ts';
import { symbolsOf, wantsSymbols } from '#music/score/symbols.ts';
import type { WriteSettings } from '#music/settings.ts';
import { tabOf } from '#music/tab/instruments.ts';
import { pinned } from '#music/tab/pins.ts';
import { findKey } from '#music/theory/key.ts';
import { keysOfBars } from '#music/theory/key-regions.ts';

/** Writes any notes, in any order; without notes, a score with one empty bar. `ChordNote.played` indexes `played`. */
export function writeScore(played: readonly PlayedNote[], settings: WriteSettings): Score {
	const order = inOrder(played);
	const notes = order.map((i) => played[i]!);
	const instrument = settings.instrument ?? findInstrument(notes, settings);
	const beatMap = findBeatMap(notes, settings);
	const key = settings.key ?? findKey(notes);
	const staves = stavesOf(instrument, notes);
	const tab = tabOf(instrument, settings);

	const hands = instrument === 'piano' ? splitHands(notes) : new Uint8Array(notes.length);
	const spans = barsOf(beatMap);
	const quantized = quantize(notes, hands, beatMap, tab !== null);
	const lines = lineNotesOf(notes, order, hands, quantized);
	const parts = staves.flatMap((_, s) => {
		const spanAt = (tick: number): GridSpan => quantized.spanAt(s, tick);
		return partsOf(lines[s]!, s as 0 | 1, spanAt, beatMap.beatTicks, spans, VOICES[instrument]);
	});
	const bars = spansUnder(parts, spans);
	const inBars = notesOfBars(notes, beatMap, bars);
	const arranged = simplify(parts, settings.arrangement, bars, instrument);
	const clefs = clefsOf(arranged, bars, staves, instrument);
	const keys = settings.key ? bars.map(() => key) : keysOfBars(inBars, key);
	return {
		instrument,
		key,
		metre: beatMap.metre,
		tempo: 60 / medianBeat(beatMap),
		beatMap,
		staves: staves.map((staff, s) => ({ ...staff, clef: clefs[0]![s]! })),
		bars: engrave(arranged, bars, {
			keys,
			clefs,
			sections: sectionsOf(printsOf(linesOf(parts), bars)),
			names: namesOf(parts, bars, keys, staves),
			positions: fingered(arranged, tab, pinned(settings.pins, played))
		}),
		tab,
		swing: quantized.swing,
		symbols: wantsSymbols(settings.chordSymbols, instrument)
			? symbolsOf(linesOf(parts), bars, keys)
			: []
	};
}

/** Indices of the notes that can be written, by start, then pitch. */
function inOrder(played: readonly PlayedNote[]): number[] {
	const sane = [...played.keys()].filter((i) => {
		const { start, end, level } = played[i]!;
		return Number.isFinite(start + end + level) && start >= 0 && end >= start;
	});
	return sane.sort((a, b) => byStartAndPitch(played[a]!, played[b]!));
}

/** Every note that is written. */
const linesOf = (parts: readonly Part[]): LineNote[] =>
	parts.flatMap(({ chords }) => chords).flatMap(({ notes }) => notes);

function medianBeat({ beats }: BeatMap): number {
	const lengths = beats.slice(1).map((beat, i) => beat - beats[i]!);
	return lengths.sort((a, b) => a - b)[lengths.length >> 1]!;
}
