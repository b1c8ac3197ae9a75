/** Where doubt is shown: rings around what was struck, and on paper one question mark above each head. */
import type { DrawnMark } from '#engraving/marks.ts';

/** From the mark to its ring, CSS pixels; a head is lower than it is wide, its ring nearly square. */
const AROUND = { head: { x: 4, y: 4.5 }, fret: { x: 3, y: 3 } } as const;

/** A ring for every struck head and fret; a held note has its ring where it began. */
export function ringsOf(
	marks: readonly DrawnMark[]
): readonly Pick<DrawnMark, 'played' | 'kind' | 'box'>[] {
	const struck = new Set(marks.flatMap((mark) => (mark.struck ? [mark.played] : [])));
	return marks
		.filter((mark) => mark.struck || !struck.has(mark.played))
		.map(({ played, kind, box: { x, y, width, height } }) => {
			const by = AROUND[kind];
			return {
				played,
				kind,
				box: { x: x - by.x, y: y - by.y, width: width + 2 * by.x, height: height + 2 * by.y }
			};
		});
}

/** The foot of one question mark above each chord that has doubtful heads: over its top note, doubtful or not. */
export function printedDoubts(
	marks: readonly DrawnMark[],
	doubts: ReadonlySet<number>
): readonly { readonly x: number; readonly y: number }[] {
	const heads = marks.filter(({ kind }) => kind === 'head');
	return [...Map.groupBy(heads, ({ id }) => id).values()]
		.filter((chord) => chord.some(({ struck, played }) => struck && doubts.has(played)))
		.map((chord) => {
			const { box } = chord.reduce((a, b) => (b.box.y < a.box.y ? b : a));
			return { x: box.x + box.width / 2, y: box.y - 3 };
		});
}
