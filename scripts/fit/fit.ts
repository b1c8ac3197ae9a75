/**
 * Fits the classifiers of `models/hearing/` and writes their weights. Needs ffmpeg,
 * and the sounds that models/README.md names; the same sounds give the same bytes.
 *
 *     node scripts/fit/fit.ts --packages DIR --freepats DIR --musescore FILE [--pieces N] [--cache DIR]
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judgeOf, probability, type Committee } from '#models/hearing/network.ts';
import { ONSET_FEATURES } from '#models/hearing/evidence.ts';
import { STATISTICS, statisticsOf } from '#models/hearing/statistics.ts';
import { corpus } from './corpus.ts';
import { endExamples, levelExamples, listened, onsetExamples, type Heard } from './examples.ts';
import { joined, judged, scaling, train, type Recipe } from './train.ts';

const ONSETS: Recipe = { hidden: [24, 12], members: 3, epochs: 12, rate: 2e-3, decay: 1e-3 };
const ENDS: Recipe = { hidden: [20], members: 1, epochs: 4, rate: 2e-3, decay: 1e-3 };
const LEVELS: Recipe = { hidden: [6], members: 1, epochs: 6, rate: 2e-3, decay: 1e-3 };
const INSTRUMENT: Recipe = { hidden: [4], members: 1, epochs: 300, rate: 5e-3, decay: 1e-2 };

/** Sources that are left out together when the fit is judged. */
const FOLDS = [
	['salamander', 'voice'],
	['kw', 'freepats'],
	['fb', 'sonivox'],
	['splendid', 'musescore'],
	['tonejs']
];

const { values } = parseArgs({
	options: {
		packages: { type: 'string', default: 'node_modules' },
		freepats: { type: 'string', default: '.tmp/freepats' },
		musescore: { type: 'string', default: '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3' },
		pieces: { type: 'string', default: '200' },
		cache: { type: 'string', default: '.tmp/fit' }
	}
});

const pieces = await corpus(values.cache, Number(values.pieces), {
	packages: values.packages,
	freepats: values.freepats,
	musescore: values.musescore,
	sonivox: createRequire(import.meta.url).resolve('@coderline/alphatab/soundfont/sonivox.sf3')
});
const heard = pieces.map(listened);
const outside = heldOut(heard);
const onset = { ...train(onsetExamples(heard), ONSETS, 1), ...outside };
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

/** Fits without each group of sounds, says how well that hears them, and calibrates on all of them. */
function heldOut(all: readonly Heard[]): { slope: number; shift: number } {
	const logits: Float64Array[] = [];
	const tested = FOLDS.map((sources) => {
		const inside = (piece: Heard): boolean => sources.includes(piece.piece.source);
		const rest = all.filter((piece) => !inside(piece));
		const committee = train(onsetExamples(rest), { ...ONSETS, members: 1 }, 1);
		const test = onsetExamples(all.filter(inside));
		const said = judged(committee, test);
		logits.push(said);
		const notes = all.filter(inside).reduce((sum, { piece }) => sum + piece.notes.length, 0);
		let [right, wrong] = [0, 0];
		said.forEach((logit, i) => {
			if (logit <= 0) return;
			if (test.truths[i]! > 0.5) right++;
			else wrong++;
		});
		const f1 = (2 * right) / (right + wrong + notes);
		console.log(`without ${sources.join(', ')}: onset F1 ${f1.toFixed(3)} on them`);
		return test;
	});
	const truths = Float32Array.from(tested.flatMap((test) => [...test.truths]));
	const counts = Float32Array.from(tested.flatMap((test) => [...test.counts]));
	return scaling(joined(logits), truths, counts);
}

function confidencesOf(committee: Committee, { rows, candidates }: Heard): Float64Array {
	const judge = judgeOf(committee);
	return Float64Array.from(candidates, (_, i) => probability(judge(rows, i * ONSET_FEATURES)));
}
