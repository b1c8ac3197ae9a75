/**
 * Where a note may begin: every peak in time of an onset activation that is not
 * quite weak. Far more than there are notes; what is one, the judge says.
 */
import { KEYS } from '#models/activations.ts';
import type { ByteActivations } from './bytes.ts';

/** A place where a note may begin. */
export interface Candidate {
	/** 0 is A0. */
	readonly key: number;
	readonly frame: number;
	/** The onset activation, 0–1. */
	readonly strength: number;
}

/** Weaker peaks, of 255, are never looked at. */
const LEAST_PEAK = 51;
/** No key is struck twice within so many frames (46 ms): of two peaks the stronger is meant. */
const APART = 4;

/** By frame, then key. */
export function findCandidates({ frames, onset }: ByteActivations): Candidate[] {
	const found: Candidate[] = [];
	for (let frame = 0; frame < frames; frame++) {
		const row = frame * KEYS;
		for (let key = 0; key < KEYS; key++) {
			const value = onset[row + key]!;
			if (value >= LEAST_PEAK && isPeak(onset, row + key)) {
				found.push({ key, frame, strength: value / 255 });
			}
		}
	}
	return found;
}

/** Whether a cell is above all before it, and not below any after it; a plateau begins where it does. */
function isPeak(onset: Uint8Array, cell: number): boolean {
	const value = onset[cell]!;
	for (let step = 1; step <= APART; step++) {
		if ((onset[cell - step * KEYS] ?? 0) >= value) return false;
		if ((onset[cell + step * KEYS] ?? 0) > value) return false;
	}
	return true;
}
