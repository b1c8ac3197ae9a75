/** Tables of figures: rows with a name, columns of shares, means over what is there. */

export type Figures = Readonly<Record<string, number | null>>;

export interface TableRow {
	readonly name: string;
	readonly figures: Figures;
}

/** The mean of each figure over the rows that have it. */
export function meanOf(name: string, rows: readonly TableRow[]): TableRow {
	const keys = [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
	const figures = keys.map((key) => {
		const values = rows.flatMap((row) => row.figures[key] ?? []);
		const sum = values.reduce((total, value) => total + value, 0);
		return [key, values.length === 0 ? null : sum / values.length] as const;
	});
	return { name, figures: Object.fromEntries(figures) };
}

/** Three places, without the zero before the point; a dash for nothing. */
export const shown = (value: number | null | undefined): string =>
	value === null || value === undefined ? '–' : value.toFixed(3).replace(/^0/, '');

/** @param columns keys of the figures, and their headings */
export function plainTable(
	rows: readonly TableRow[],
	columns: Readonly<Record<string, string>>
): string {
	const width = Math.max(...rows.map(({ name }) => name.length), 4);
	const cell = (text: string, heading: string): string =>
		text.padStart(Math.max(5, heading.length) + 1);
	const headings = Object.values(columns);
	const head = ''.padEnd(width) + headings.map((heading) => cell(heading, heading)).join('');
	const lines = rows.map(
		({ name, figures }) =>
			name.padEnd(width) +
			Object.entries(columns)
				.map(([key, heading]) => cell(shown(figures[key]), heading))
				.join('')
	);
	return [head, ...lines].join('\n');
}

export function markdownTable(
	rows: readonly TableRow[],
	columns: Readonly<Record<string, string>>
): string {
	const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
	const headings = ['', ...Object.values(columns)];
	return [
		line(headings),
		line(headings.map((_, i) => (i === 0 ? '---' : '--:'))),
		...rows.map(({ name, figures }) =>
			line([name, ...Object.keys(columns).map((key) => shown(figures[key]))])
		)
	].join('\n');
}
