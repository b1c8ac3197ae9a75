/** All places where notes may begin, each with what speaks for it and how probable it is. */
import type { ByteActivations } from './bytes.ts';
import { findCandidates, type Candidate } from './candidates.ts';
import { evidenceOf, ONSET_FEATURES } from './evidence.ts';
import { judgeOnset } from './judges.ts';
import { probability } from './network.ts';

export interface Judged {
	readonly candidates: readonly Candidate[];
	/** Features of the candidates, `ONSET_FEATURES` each. */
	readonly rows: Float64Array;
	/** That a note begins there, 0–1. */
	readonly confidences: Float64Array;
}

export function judged(
	activations: ByteActivations,
	candidates = findCandidates(activations)
): Judged {
	const rows = evidenceOf(activations, candidates);
	const confidences = Float64Array.from(candidates, (_, i) =>
		probability(judgeOnset(rows, i * ONSET_FEATURES))
	);
	return { candidates, rows, confidences };
}
