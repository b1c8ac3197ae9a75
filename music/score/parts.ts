/** From the notes of one staff to its voices: each note at its written place, each voice a row of chords. */
import type { PlayedNote } from '#music/note.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import { quantize } from '#music/rhythm/quantize.ts';
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

/** The voices of one staff: `own` are the indices of its notes. */
export function partsOf(
	own: readonly number[],
	staff: 0 | 1,
	notes: readonly PlayedNote[],
	order: readonly number[],
	map: BeatMap,
	spans: readonly BarSpan[],
	rules: VoiceRules | null
): Part[] {
	const mine = own.map((n) => notes[n]!);
	const { starts, partsAt } = quantize(mine, map);
	const line = mine
		.map((note, i): LineNote => {
			const { pitch, level } = note;
			const end = ticksAt(map, note.end);
			return { played: order[own[i]!]!, pitch, level, start: starts[i]!, end };
		})
		.sort((a, b) => a.start - b.start || a.pitch - b.pitch);
	const barEndAfter = barEndsOf(spans);
	const count = { beatTicks: map.beatTicks, barEndAfter };
	const voices = rules === null ? [line, []] : splitVoices(line, rules, count);
	return voices.map((voice, v) => ({
		staff,
		voice: v as 0 | 1,
		chords: chordsOf(voice, { ...count, partsAt }),
		inThirds: (beat) => partsAt(beat) % 3 === 0
	}));
}
