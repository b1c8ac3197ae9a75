/** Where a key leads on the sheet: note by note, with Ctrl or Command bar by bar, to the start or the end. */
import { barAt } from '#engraving/places.ts';
import type { SheetPlan } from '#engraving/plan.ts';
import type { Score } from '#music/score/score.ts';

interface From {
	readonly score: Score;
	readonly plan: SheetPlan | null;
	/** The cursor, ticks. */
	readonly at: number;
}

/** @returns ticks; undefined when the key does not move the cursor */
export function moved(
	{ key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
	{ score, plan, at }: From
): number | undefined {
	const starts = ctrlKey || metaKey ? score.bars.map((bar): number => bar.start) : onsets(plan);
	switch (key) {
		case 'ArrowRight':
			return starts.find((tick) => tick > at) ?? starts.at(-1);
		case 'ArrowLeft':
			return starts.findLast((tick) => tick < at) ?? starts[0];
		case 'Home':
			return score.bars[0]!.start;
		case 'End':
			return score.bars[barAt(score, Infinity)]!.start;
		default:
			return undefined;
	}
}

const onsets = (plan: SheetPlan | null): readonly number[] =>
	plan?.systems.flatMap(({ bars }) => bars.flatMap((bar) => bar.onsets.map(({ tick }) => tick))) ??
	[];
