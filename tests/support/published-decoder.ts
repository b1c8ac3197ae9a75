/**
 * The note decoder of basic-pitch 0.4 (`note_creation.py`) step by step, with
 * its whole-matrix scans: slow, plain, and what `models/hear.ts` is held to.
 */
import { KEYS, type Activations } from '#models/activations.ts';
import type { HearSettings } from '#music/settings.ts';

/** Start frame, end frame (exclusive), key (0 is A0). */
export type Decoded = readonly [start: number, end: number, key: number];

/** In the order of the original: notes with an onset, latest first; then those of the second pass. */
export function decodeAsPublished(
	{ note, onset, frames }: Activations,
	settings: HearSettings,
	shortest: number
): Decoded[] {
	const rows = (cells: ArrayLike<number>) =>
		Array.from({ length: frames }, (_, f) =>
			Array.from({ length: KEYS }, (_, k) => cells[f * KEYS + k]!)
		);
	const notes = rows(note);
	const given = rows(onset);
	const onsets = settings.inferOnsets ? inferred(given, notes) : given;
	const energy = notes.map((row) => [...row]);
	const found: Decoded[] = [];

	const starts: [number, number][] = [];
	for (let f = 1; f < frames - 1; f++) {
		for (let k = 0; k < KEYS; k++) {
			const here = onsets[f]![k]!;
			const peak = here > onsets[f - 1]![k]! && here > onsets[f + 1]![k]!;
			if (peak && here >= settings.onset) starts.push([f, k]);
		}
	}

	for (const [start, key] of starts.reverse()) {
		let i = start + 1;
		let quiet = 0;
		while (i < frames - 1 && quiet < settings.energyTolerance) {
			quiet = energy[i]![key]! < settings.frame ? quiet + 1 : 0;
			i++;
		}
		i -= quiet;
		if (i - start <= shortest) continue;
		for (let f = start; f < i; f++) silence(energy, f, key);
		found.push([start, i, key]);
	}

	while (settings.melodia) {
		const [middle, key, loudest] = argmax(energy);
		if (loudest <= settings.frame) break;
		energy[middle]![key] = 0;
		const walk = (from: number, by: number, go: (i: number) => boolean): [number, number] => {
			let i = from;
			let quiet = 0;
			while (go(i) && quiet < settings.energyTolerance) {
				quiet = energy[i]![key]! < settings.frame ? quiet + 1 : 0;
				silence(energy, i, key);
				i += by;
			}
			return [i, quiet];
		};
		const [after, quietAfter] = walk(middle + 1, 1, (i) => i < frames - 1);
		const [before, quietBefore] = walk(middle - 1, -1, (i) => i > 0);
		const end = after - 1 - quietAfter;
		const start = before + 1 + quietBefore;
		if (end - start > shortest) found.push([start, end, key]);
	}
	return found;
}

function inferred(onsets: number[][], notes: number[][]): number[][] {
	const rises = notes.map((row, f) =>
		row.map((value, k) => {
			if (f < 2) return 0;
			return Math.max(0, Math.min(value - notes[f - 1]![k]!, value - notes[f - 2]![k]!));
		})
	);
	const strongest = Math.max(...onsets.flat());
	const steepest = Math.max(...rises.flat());
	return onsets.map((row, f) =>
		row.map((value, k) => Math.max(value, (strongest * rises[f]![k]!) / steepest))
	);
}

function silence(energy: number[][], frame: number, key: number): void {
	for (const k of [key - 1, key, key + 1]) if (k >= 0 && k < KEYS) energy[frame]![k] = 0;
}

function argmax(rows: number[][]): [number, number, number] {
	let best: [number, number, number] = [0, 0, -1];
	rows.forEach((row, f) =>
		row.forEach((value, k) => {
			if (value > best[2]) best = [f, k, value];
		})
	);
	return best;
}
