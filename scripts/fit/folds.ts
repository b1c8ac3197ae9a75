/** Sounds heard by a judge of onsets that was fitted without them: how well a fit hears what is new to it. */
import type { Recipe, Examples } from './train.ts';
import { onsetExamples, type Heard } from './examples.ts';
import { joined, judged, scaling, train } from './train.ts';

export const ONSETS: Recipe = { hidden: [24, 12], members: 3, epochs: 12, rate: 2e-3, decay: 1e-3 };

/** Sources that are left out together when the fit is judged. */
const FOLDS = [
	['salamander', 'voice'],
	['kw', 'freepats'],
	['fb', 'sonivox'],
	['splendid', 'musescore'],
	['tonejs']
];

interface Apart {
	/** Each group of sounds, with the logits of its candidates, piece by piece. */
	readonly groups: readonly {
		readonly pieces: readonly Heard[];
		readonly examples: Examples;
		readonly logits: Float64Array;
	}[];
	/** Calibrates such logits. */
	readonly slope: number;
	readonly shift: number;
}

/** Fits without each group of sounds, says how well that hears them, and calibrates on all of them. */
export function heardApart(all: readonly Heard[]): Apart {
	const groups = FOLDS.map((sources) => {
		const inside = ({ piece }: Heard): boolean => sources.includes(piece.source);
		const rest = all.filter((heard) => !inside(heard));
		const committee = train(onsetExamples(rest), { ...ONSETS, members: 1 }, 1);
		const pieces = all.filter(inside);
		const examples = onsetExamples(pieces);
		const logits = judged(committee, examples);
		const notes = pieces.reduce((sum, { piece }) => sum + piece.notes.length, 0);
		let [right, wrong] = [0, 0];
		logits.forEach((logit, i) => {
			if (logit <= 0) return;
			if (examples.truths[i]! > 0.5) right++;
			else wrong++;
		});
		const f1 = (2 * right) / (right + wrong + notes);
		console.log(`without ${sources.join(', ')}: onset F1 ${f1.toFixed(3)} on them`);
		return { pieces, examples, logits };
	});
	const truths = Float32Array.from(groups.flatMap(({ examples }) => [...examples.truths]));
	const counts = Float32Array.from(groups.flatMap(({ examples }) => [...examples.counts]));
	return { groups, ...scaling(joined(groups.map(({ logits }) => logits)), truths, counts) };
}
