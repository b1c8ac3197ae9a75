/**
 * Which tuning and capo a performance asks for: each is tried on passages of
 * the piece, and the one that is easiest to play wins. Open strings that fit, chords
 * in open shapes and a bass that is within reach make a tuning easy. What most people
 * have in their hands, standard tuning without a capo, stays unless another is clearly better.
 */
import type { PlayedNote, WrittenNote } from '#music/note.ts';
import type { TabStaff } from '#music/score/score.ts';
import { effortsOf } from '#music/tab/fingering.ts';
import { tabOf, type Fretted } from '#music/tab/instruments.ts';
import { tuningsOf, type TuningId } from '#music/tab/tuning.ts';
import { ticks } from '#music/time.ts';

export interface TuningSuggestion {
	readonly id: TuningId;
	/** As the score would have it: open strings and capo. */
	readonly tab: TabStaff;
	/** Mean effort of an onset, with what it costs to retune and to clamp a capo. */
	readonly cost: number;
}

const MOST_CAPO = 7;
/** Passages looked at, evenly through the piece, and how many notes of each. */
const PASSAGES = 4;
const PASSAGE = 32;
/** Notes that begin this close together (seconds) are struck at once. */
const TOGETHER = 0.04;
/** Any scale does: effort is measured against the usual pace. */
const TICKS_A_SECOND = 1920;
/** No onset counts for more: a note beyond the neck may be misheard, and one bad chord does not make a tuning. */
const WORST = 6;
/** What has to be saved, on average: by turning the pegs, each string more, by taking another instrument, by a capo, the more the higher. */
const RETUNE = 0.45;
const PEG = 0.02;
const OTHER_STRINGS = 0.8;
const CAPO = 0.7;
const CAPO_FRET = 0.02;
/** After half of the passages, only so many are tried on the others. */
const FINALISTS = 12;

/** The likeliest tunings of the instrument, with capos up to the seventh fret, the best first. Without notes: as it usually is. */
export function suggestTuning(
	notes: readonly PlayedNote[],
	instrument: Fretted
): readonly TuningSuggestion[] {
	const passages = passagesOf(notes);
	const usual = tabOf(instrument, { tuning: null, capo: 0 })!;
	const half = passages.filter((_, i) => i % 2 === 0);
	const rank = (tabs: readonly Named[], heard: typeof passages): readonly TuningSuggestion[] =>
		tabs
			.map(({ id, tab }) => ({ id, tab, cost: toilOf(heard, tab) + burdenOf(tab, usual) }))
			.sort((a, b) => a.cost - b.cost);
	return rank(rank(everyTab(instrument), half).slice(0, FINALISTS), passages);
}

type Named = Pick<TuningSuggestion, 'id' | 'tab'>;

const everyTab = (instrument: Fretted): readonly Named[] =>
	tuningsOf(instrument).flatMap(({ id, strings }) =>
		Array.from({ length: MOST_CAPO + 1 }, (_, capo) => ({
			id,
			tab: tabOf(instrument, { tuning: strings, capo })!
		}))
	);

function burdenOf({ tuning, capo }: TabStaff, usual: TabStaff): number {
	const clamp = capo > 0 ? CAPO + CAPO_FRET * capo : 0;
	if (tuning.length !== usual.tuning.length) return clamp + OTHER_STRINGS;
	const pegs = tuning.filter((open, i) => open !== usual.tuning[i]).length;
	return clamp + (pegs > 0 ? RETUNE + PEG * pegs : 0);
}

function toilOf(passages: readonly (readonly WrittenNote[])[], tab: TabStaff): number {
	const efforts = passages.flatMap((passage) => effortsOf(passage, tab));
	const sum = efforts.reduce((total, effort) => total + Math.min(effort, WORST), 0);
	return sum / Math.max(1, efforts.length);
}

function passagesOf(notes: readonly PlayedNote[]): readonly (readonly WrittenNote[])[] {
	const order = [...notes.keys()].sort(
		(a, b) => notes[a]!.start - notes[b]!.start || notes[a]!.pitch - notes[b]!.pitch
	);
	const count = Math.min(PASSAGES, Math.max(1, Math.ceil(order.length / PASSAGE)));
	const step = count === 1 ? 0 : (order.length - PASSAGE) / (count - 1);
	return Array.from({ length: count }, (_, i) => {
		const from = Math.round(i * step);
		return passageOf(order.slice(from, from + PASSAGE), notes);
	});
}

function passageOf(order: readonly number[], notes: readonly PlayedNote[]): readonly WrittenNote[] {
	let chord = -Infinity;
	return order.map((played): WrittenNote => {
		const note = notes[played]!;
		if (note.start - chord > TOGETHER) chord = note.start;
		const start = Math.round(chord * TICKS_A_SECOND);
		const length = Math.max(1, Math.round(note.end * TICKS_A_SECOND) - start);
		return { ...note, played, start: ticks(start), length: ticks(length) };
	});
}
