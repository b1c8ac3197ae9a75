/** From the notes of one staff to its voices: each note at its written place, each voice a row of chords. */
import { byStartAndPitch, type PlayedNote } from '#music/note.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import type { Quantized } from '#music/rhythm/quantize.ts';
import { alike } from '#music/score/alike.ts';
import { barEndsOf } from '#music/score/bars.ts';
import { chordsOf } from '#music/score/chords.ts';
import type { Part } from '#music/score/engrave.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { LineNote } from '#music/score/line.ts';
import { splitVoices, type VoiceRules } from '#music/score/voices.ts';
import type { Instrument } from '#music/settings.ts';

/** Guitarists read bass and melody apart; pianists have two staves for that, and a melody has no bass. */
export const VOICES: Record<Instrument, VoiceRules | null> = {
	guitar: { apart: 3, held: 0.2 },
	piano: { apart: 7, held: 1 },
	banjo: { apart: 3, held: 0.2 },
	ukulele: null,
	bass: null,
	melody: null
};

/** The notes that each hand, or the one staff, is written with. `notes` in order of start; `hands` parallel to them. */
export function lineNotesOf(
	notes: readonly PlayedNote[],
	order: readonly number[],
	hands: ArrayLike<number>,
	{ starts, rolled, graces, tickAt }: Quantized
): readonly [readonly LineNote[], readonly LineNote[]] {
	const all = notes.map(({ pitch, level, end }, n): LineNote => ({
		played: order[n]!,
		pitch,
		level,
		start: starts[n]!,
		end: tickAt(end),
		...(rolled.has(n) && { rolled: true })
	}));
	for (const [grace, main] of graces) all[main] = { ...all[main]!, grace: all[grace]! };
	const of = (hand: number): readonly LineNote[] =>
		all.filter((_, n) => hands[n] === hand && !graces.has(n)).sort(byStartAndPitch);
	return [of(0), of(1)];
}

/** The voices of one staff. */
export function partsOf(
	line: readonly LineNote[],
	staff: 0 | 1,
	spanAt: (tick: number) => GridSpan,
	beatTicks: number,
	spans: readonly BarSpan[],
	rules: VoiceRules | null
): Part[] {
	const count = { beatTicks, barEndAfter: barEndsOf(spans) };
	const same = alike(line, spans, beatTicks, spanAt);
	const voices = rules === null ? [same.line, []] : splitVoices(same.line, rules, count);
	return voices.map((voice, v) => ({
		staff,
		voice: v as 0 | 1,
		chords: chordsOf(voice, { ...count, spanAt: same.spanAt }),
		spanAt: same.spanAt
	}));
}
