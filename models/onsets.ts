/**
 * Where notes begin: peaks in time of the onset activations, helped by sudden
 * rises of the note activations. After basic-pitch 0.4, `get_infered_onsets`
 * and `output_to_notes_polyphonic`, read row by row so that nothing the size of
 * the recording is built.
 */
import { KEYS, type Activations } from '#models/activations.ts';

/** Keys of the piano from `low` up to, not including, `high`; 0 is A0. */
export interface KeyRange {
	readonly low: number;
	readonly high: number;
}

interface OnsetSettings {
	/** Least strength of an onset, in the unit of the activations. */
	readonly least: number;
	/** Also count rises of the note activations. */
	readonly infer: boolean;
}

/**
 * Cells (frame × 88 + key) where notes begin, latest first and within a frame
 * highest first: the order in which the published decoder takes them.
 *
 * A peak may be a plateau, which begins where it does: bytes make plateaus of
 * what the network's floats told apart. Floats practically never tie.
 */
export function findOnsets(
	activations: Activations,
	keys: KeyRange,
	{ least, infer }: OnsetSettings
): number[] {
	const { frames } = activations;
	const strength = strengthOf(activations, keys, infer);
	let now = new Float64Array(KEYS);
	let next = new Float64Array(KEYS);
	/** For each key, the frame where the strength last rose and has not changed since, or −1. */
	const rose = new Int32Array(KEYS).fill(-1);

	const onsets: number[] = [];
	if (frames > 0) {
		// Before a recording there is silence, so it may begin with a note. The published decoder never
		// hears that note, as it wants a frame on both sides of a peak; a tightly cut file would lose it.
		strength(0, now);
		for (let key = keys.low; key < keys.high; key++) if (now[key]! > 0) rose[key] = 0;
	}
	for (let frame = 1; frame < frames; frame++) {
		strength(frame, next);
		for (let key = keys.low; key < keys.high; key++) {
			if (next[key]! > now[key]!) {
				rose[key] = frame;
			} else if (next[key]! < now[key]!) {
				if (rose[key]! >= 0 && now[key]! >= least) onsets.push(rose[key]! * KEYS + key);
				rose[key] = -1;
			}
		}
		[now, next] = [next, now];
	}
	return onsets.sort((a, b) => b - a);
}

/** Writes the onset strength of one frame into a row. */
type Strength = (frame: number, row: Float64Array) => void;

function strengthOf(
	{ note, onset, frames }: Activations,
	keys: KeyRange,
	infer: boolean
): Strength {
	const given: Strength = (frame, row) => {
		for (let key = keys.low; key < keys.high; key++) row[key] = onset[frame * KEYS + key]!;
	};
	if (!infer) return given;

	let strongest = 0;
	let steepest = 0;
	for (let frame = 0; frame < frames; frame++) {
		for (let key = keys.low; key < keys.high; key++) {
			const cell = frame * KEYS + key;
			if (onset[cell]! > strongest) strongest = onset[cell]!;
			const steep = rise(note, cell);
			if (steep > steepest) steepest = steep;
		}
	}
	if (steepest === 0) return given;

	return (frame, row) => {
		for (let key = keys.low; key < keys.high; key++) {
			const cell = frame * KEYS + key;
			const inferred = (strongest * rise(note, cell)) / steepest;
			row[key] = inferred > onset[cell]! ? inferred : onset[cell]!;
		}
	};
}

/** How far a cell stands above both of the two frames before it; the first two frames cannot tell. */
function rise(note: Activations['note'], cell: number): number {
	if (cell < 2 * KEYS) return 0;
	const now = note[cell]!;
	const before = note[cell - KEYS]!;
	const earlier = note[cell - 2 * KEYS]!;
	if (now <= before || now <= earlier) return 0;
	return now - (before > earlier ? before : earlier);
}
