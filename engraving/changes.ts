/** What is new at a bar: key, metre, clefs, a section. Everything else stays as it was and is not printed again. */
import type { Clef, Score } from '#music/score/score.ts';
import type { Key, Metre } from '#music/settings.ts';

export interface Change {
	/** The new key; null when it stays. */
	readonly key: Key | null;
	/** Fifths of the key that ends here. */
	readonly cancelled: number;
	readonly metre: Metre | null;
	/** For each staff its new clef, or null. */
	readonly clefs: readonly (Clef | null)[];
	readonly section: string | null;
}

/** What is new at the bar of this index; at the first bar and after the last one nothing is. */
export function changeAt(score: Score, index: number): Change {
	const bar = score.bars[index];
	const before = score.bars[index - 1];
	if (!bar || !before) {
		return { ...NONE, section: bar?.section ?? null };
	}
	const sameMetre = bar.metre.beats === before.metre.beats && bar.metre.unit === before.metre.unit;
	return {
		key: bar.key.fifths === before.key.fifths ? null : bar.key,
		cancelled: before.key.fifths,
		metre: sameMetre ? null : bar.metre,
		clefs: bar.clefs.map((clef, staff) => (clef === before.clefs[staff] ? null : clef)),
		section: bar.section
	};
}

const NONE: Change = { key: null, cancelled: 0, metre: null, clefs: [], section: null };
