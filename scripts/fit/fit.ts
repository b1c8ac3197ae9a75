/**
 * Fits the classifiers of `models/hearing/` and writes their weights. Needs ffmpeg,
 * and the sounds that models/README.md names; the same sounds give the same bytes.
 *
 *     node scripts/fit/fit.ts --packages DIR --freepats DIR --musescore FILE [--pieces N] [--cache DIR]
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judgeOf, probability, type Committee } from '#models/hearing/network.ts';
import { ONSET_FEATURES } from '#models/hearing/evidence.ts';
import { STATISTICS, statisticsOf } from '#models/hearing/statistics.ts';
import { endExamples, levelExamples, onsetExamples, type Heard } from './examples.ts';
import { heardApart, ONSETS } from './folds.ts';
import { renderedFrom } from './sources.ts';
import { joined, train, type Recipe } from './train.ts';

const ENDS: Recipe = { hidden: [20], members: 1, epochs: 4, rate: 2e-3, decay: 1e-3 };
const LEVELS: Recipe = { hidden: [6], members: 1, epochs: 6, rate: 2e-3, decay: 1e-3 };
const INSTRUMENT: Recipe = { hidden: [4], members: 1, epochs: 300, rate: 5e-3, decay: 1e-2 };

const heard = await renderedFrom();
const { slope, shift } = heardApart(heard);
const onset = { ...train(onsetExamples(heard), ONSETS, 1), slope, shift };
const confidences = heard.map((piece) => confidencesOf(onset, piece));
const end = train(endExamples(heard, confidences), ENDS, 2);
const level = train(levelExamples(heard), LEVELS, 3);
const profile = Object.fromEntries(
	(['piano', 'guitar', 'bass', 'voice', 'melody'] as const).map((name) => {
		const rows = heard.map(({ candidates, rows: evidence }, i) =>
			statisticsOf({ candidates, rows: evidence, confidences: confidences[i]! })
		);
		const truths = Float32Array.from(heard, ({ piece }) => (piece.profile === name ? 1 : 0));
		const counts = new Float32Array(heard.length).fill(1);
		const examples = { inputs: STATISTICS, rows: joined(rows), truths, counts };
		return [name, train(examples, INSTRUMENT, 4)];
	})
);

const target = fileURLToPath(new URL('../../models/hearing/weights/hearing.json', import.meta.url));
writeFileSync(target, `${JSON.stringify({ onset, end, level, profile })}\n`);
console.log(`${target} written`);

function confidencesOf(committee: Committee, { rows, candidates }: Heard): Float64Array {
	const judge = judgeOf(committee);
	return Float64Array.from(candidates, (_, i) => probability(judge(rows, i * ONSET_FEATURES)));
}
