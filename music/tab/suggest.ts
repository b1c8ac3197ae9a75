/**
 * Which tuning and capo a performance asks for: each is tried on passages of
 * the piece, and the one that is easiest to play wins. What most people have
 * in their hands, standard tuning without a capo, stays unless another is clearly better.
 */
import type { PlayedNote, WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { effortOf } from '#music/tab/fingering.ts';
import { tabOf, type Fretted } from '#music/tab/instruments.ts';
import { tuningsOf, type TuningId } from '#music/tab/tuning.ts';
import { ticks } from '#music/time.ts';

export interface TuningSuggestion {
	readonly id: TuningId;
	readonly tab: TabStaff;
	/** Mean effort of a note; a note that cannot be played counts heavily. */
	readonly cost: number;
}

const CAPOS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const SAMPLE = 240;
const TOGETHER = 0.04;
const TICKS_A_SECOND = 1920;
/** What another tuning, or a capo, has to save. */
const RETUNE = 0.15;
const CAPO = 0.1;

/** The best first. */
export function suggestTuning(
	notes: readonly PlayedNote[],
	instrument: Fretted
): readonly TuningSuggestion[] {
	const written = sampleOf(notes);
	return tuningsOf(instrument)
		.flatMap(({ id, strings }, rank) =>
			CAPOS.map((capo): TuningSuggestion => {
				const tab = tabOf(instrument, { tuning: strings, capo })!;
				const burden = (rank > 0 ? RETUNE : 0) + (capo > 0 ? CAPO : 0);
				return { id, tab, cost: effortOf(written, tab) / Math.max(1, written.length) + burden };
			})
		)
		.sort((a, b) => a.cost - b.cost);
}

function sampleOf(notes: readonly PlayedNote[]): readonly WrittenNote[] {
	const order = [...notes.keys()].sort((a, b) => notes[a]!.start - notes[b]!.start || a - b);
	let chord = -Infinity;
	return order.slice(0, SAMPLE).map((played) => {
		const { pitch, start, end, level } = notes[played]!;
		if (start - chord > TOGETHER) chord = start;
		const at = Math.round(chord * TICKS_A_SECOND);
		return {
			pitch,
			level,
			played,
			start: ticks(at),
			length: ticks(Math.max(1, Math.round(end * TICKS_A_SECOND) - at))
		};
	});
}
