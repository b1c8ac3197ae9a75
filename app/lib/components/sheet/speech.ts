/** What a screen reader is told: which bars a system holds, and what is played at the cursor. */
import { m } from '#app/paraglide/messages.js';
import { barAt } from '#engraving/places.ts';
import type { SystemPlan } from '#engraving/plan.ts';
import type { Bar, ChordNote, Score, Spelling } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

export function systemLabel(score: Score, system: SystemPlan): string {
	const from = score.bars[system.firstBar]!.number;
	const to = score.bars[system.bars.at(-1)!.bar]!.number;
	return from === to ? m.sheet_system_one({ from }) : m.sheet_system({ from, to });
}

/** `Bar 5, beat 2: D, string 2 fret 3; B, string 5 fret 2`. */
export function placeLabel(
	score: Score,
	tick: number,
	doubts: ReadonlySet<number> = new Set()
): string {
	const bar = score.bars[barAt(score, tick)]!;
	const sounding = bar.voices
		.flatMap((voice) => voice.events)
		.filter((event) => event.kind === 'chord' && event.start === tick)
		.flatMap((event) => (event.kind === 'chord' ? event.notes : []))
		.sort((a, b) => b.pitch - a.pitch);
	const words = sounding.map((note) =>
		doubts.has(note.played) ? `${noteLabel(note)}, ${m.doubt_unsure()}` : noteLabel(note)
	);
	const notes = words.join('; ') || m.sheet_rest();
	return m.sheet_place({ ...placeAt(score, tick), notes });
}

/** `Bar 5` and `2½`. */
export function placeAt(
	score: Score,
	tick: number
): { readonly bar: string; readonly beat: string } {
	const bar = score.bars[barAt(score, tick)]!;
	const name = bar.number === 0 ? m.sheet_pickup() : m.sheet_bar({ bar: bar.number });
	return { bar: name, beat: beatOf(score, bar, tick) };
}

/** The beat as players count it, halves included: 1, 2½. A pickup ends with the last beat. */
function beatOf(score: Score, bar: Bar, tick: number): string {
	const { beats, unit } = score.metre;
	const full = (beats * 4 * PPQ) / unit;
	const missing = bar.number === 0 ? full - bar.length : 0;
	const at = (tick - bar.start + missing) / score.beatMap.beatTicks;
	return `${Math.floor(at) + 1}${at % 1 === 0.5 ? '½' : ''}`;
}

const ALTER = { [-2]: '𝄫', [-1]: '♭', 0: '', 1: '♯', 2: '𝄪' } as const;

/** Without its octave. */
export const toneName = ({ step, alter }: Spelling): string => `${step}${ALTER[alter]}`;

function noteLabel({ spelling, position }: ChordNote): string {
	const note = toneName(spelling);
	if (!position) return `${note}${spelling.octave}`;
	return m.sheet_fret({ note, string: position.string, fret: position.fret });
}
