/** Maximum matchings: as many pairs as can be, each side used once. */

/**
 * Kuhn's algorithm: each row in turn finds a partner, moving earlier pairs along when it must.
 *
 * @param rows the columns that each row may be paired with
 * @returns pairs of row and column
 */
export function maximumMatching(
	rows: readonly (readonly number[])[]
): (readonly [number, number])[] {
	const rowOf = new Map<number, number>();
	const place = (row: number, seen: Set<number>): boolean =>
		rows[row]!.some((column) => {
			if (seen.has(column)) return false;
			seen.add(column);
			const holder = rowOf.get(column);
			if (holder !== undefined && !place(holder, seen)) return false;
			rowOf.set(column, row);
			return true;
		});
	rows.forEach((_, row) => place(row, new Set()));
	return [...rowOf].map(([column, row]) => [row, column] as const);
}

/** F1 of so many matches. */
export const f1 = (matched: number, truth: number, found: number): number =>
	(2 * matched) / (truth + found || 1);
