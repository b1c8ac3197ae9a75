/** What the classifiers learn from: every candidate of every piece, and whether a note began there; every look at a note, and whether it ended. */
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import { findCandidates, type Candidate } from '#models/hearing/candidates.ts';
import { END_FEATURES, END_STEP, latestEnd, lookAt, surroundings } from '#models/hearing/ends.ts';
import { evidenceOf, ONSET_FEATURES } from '#models/hearing/evidence.ts';
import { onsetTime } from '#models/hearing/timing.ts';
import { LOWEST_KEY } from '#models/activations.ts';
import type { Piece } from './corpus.ts';
import type { Played } from './perform.ts';
import { joined, type Examples } from './train.ts';

/** How far a heard onset may lie from the played one, seconds. */
const TOLERANCE = 0.05;

/** A piece's candidates, and the note that each stands for, if any. */
export interface Heard {
	readonly piece: Piece;
	readonly candidates: readonly Candidate[];
	readonly rows: Float64Array;
	readonly played: readonly (Played | undefined)[];
}

export function listened(piece: Piece): Heard {
	const candidates = findCandidates(piece.activations);
	return {
		piece,
		candidates,
		rows: evidenceOf(piece.activations, candidates),
		played: partners(piece, candidates)
	};
}

/** The nearest pairs first, each note and each candidate once. */
function partners(piece: Piece, candidates: readonly Candidate[]): (Played | undefined)[] {
	const byPitch = Map.groupBy(piece.notes, ({ pitch }) => pitch);
	const tolerance = piece.tolerance ?? TOLERANCE;
	const pairs = candidates.flatMap(({ key, frame }, candidate) => {
		const time = onsetTime(piece.activations, key, frame);
		return (byPitch.get(key + LOWEST_KEY) ?? [])
			.map((note) => ({ candidate, note, far: Math.abs(note.start - time) }))
			.filter(({ far }) => far <= tolerance);
	});
	const found = new Array<Played | undefined>(candidates.length).fill(undefined);
	const taken = new Set<Played>();
	for (const { candidate, note } of pairs.sort((a, b) => a.far - b.far)) {
		if (found[candidate] || taken.has(note)) continue;
		found[candidate] = note;
		taken.add(note);
	}
	return found;
}

export function onsetExamples(pieces: readonly Heard[]): Examples {
	const rows = joined(pieces.map((heard) => heard.rows));
	const truths = Float32Array.from(
		pieces.flatMap(({ played }) => played.map((note) => (note ? 1 : 0)))
	);
	// A piece counts by the root of its length: a dense one is not worth ten sparse ones.
	const counts = Float32Array.from(
		pieces.flatMap(({ candidates, piece }) =>
			candidates.map(() => (piece.weight ?? 1) * Math.min(3, Math.sqrt(200 / candidates.length)))
		)
	);
	return { inputs: ONSET_FEATURES, rows, truths, counts };
}

/** Of the notes that were heard, every look until they ended. `confidences` are of the candidates, piece by piece. */
export function endExamples(
	pieces: readonly Heard[],
	confidences: readonly Float64Array[]
): Examples {
	const rows: Float64Array[] = [];
	const truths: number[] = [];
	const counts: number[] = [];
	pieces.forEach(({ piece, candidates, played }, i) => {
		if (piece.tolerance !== undefined) return;
		const begun = candidates
			.map(({ key, frame }, at) => ({ key, frame, at, confidence: confidences[i]![at]! }))
			.filter(({ confidence }) => confidence >= 0.4);
		const around = surroundings(piece.activations, begun);
		const count = (piece.weight ?? 1) * Math.min(3, Math.sqrt(100 / begun.length));
		for (const note of begun) {
			const truth = played[note.at];
			if (!truth) continue;
			const looks = lookAt(
				piece.activations,
				around,
				note,
				latestEnd(piece.activations, around, note)
			);
			for (let step = 0; step < looks.count; step++) {
				looks.describe(step);
				const ended = frameTime(note.frame + END_STEP * (step + 1)) >= truth.end - 0.006;
				rows.push(looks.row.slice());
				truths.push(ended ? 1 : 0);
				counts.push(count);
				if (ended) break;
			}
		}
	});
	return {
		inputs: END_FEATURES,
		rows: joined(rows),
		truths: Float32Array.from(truths),
		counts: Float32Array.from(counts)
	};
}

/** How hard each note that was heard had been played. */
export function levelExamples(pieces: readonly Heard[]): Examples {
	const rows: Float64Array[] = [];
	const truths: number[] = [];
	for (const heard of pieces) {
		heard.played.forEach((note, i) => {
			if (!note) return;
			rows.push(heard.rows.subarray(i * ONSET_FEATURES, (i + 1) * ONSET_FEATURES));
			truths.push(note.velocity);
		});
	}
	const counts = new Float32Array(truths.length).fill(1);
	return { inputs: ONSET_FEATURES, rows: joined(rows), truths: Float32Array.from(truths), counts };
}
