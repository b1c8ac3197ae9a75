/** What the figures are held against: what others reach on the same recordings, what is asked, what is hoped for. */
import type { Measured, Way } from './accuracy.ts';

interface Target {
	readonly name: string;
	/** Key of the figure, and the way that it is taken from. */
	readonly key: string;
	readonly way: Way;
	/** Only items of this group; all that have the figure otherwise. */
	readonly group?: string;
	readonly anchor: string;
	readonly least: number;
	readonly aim: number;
	/** Less is better. */
	readonly fewer?: boolean;
}

const ours = (
	name: string,
	key: string,
	anchor: string,
	[least, aim]: readonly [number, number]
): Target => ({ name, key, way: 'ours', anchor, least, aim });

export const TARGETS: readonly Target[] = [
	ours('onset F1', 'onset', '.71 published decoder, .76 best plain thresholds', [0.79, 0.84]),
	ours('onset and offset F1, exact offsets', 'onsetOffset', '.28, .34', [0.42, 0.52]),
	ours('beat F1, ±70 ms', 'beat', '.58 Ellis', [0.72, 0.85]),
	ours('beat F1, best metrical level', 'level', '.67 Ellis', [0.82, 0.92]),
	ours('downbeat F1', 'downbeat', '–', [0.55, 0.75]),
	ours('key', 'keyName', '–', [0.78, 0.9]),
	ours('rhythm, rhyFac', 'rhythmFactor', '.59 MuseScore (.73 of the true notes)', [0.72, 0.88]),
	ours('note value, valFac', 'valueFactor', '.37 (.57)', [0.58, 0.78]),
	ours('place in bar, plaFac', 'placeFactor', '.22 (.24)', [0.48, 0.75]),
	ours('time signature right', 'time', '.15 (.19)', [0.6, 0.85]),
	ours('key signature right', 'key', '.69 (.77)', [0.82, 0.94]),
	ours('hand right', 'hand', '.72 (.80)', [0.86, 0.95]),
	{ ...ours('voices a staff', 'voices', '1.85', [1.5, 1.3]), fewer: true },
	{ ...ours('ties a bar', 'ties', '3.3', [1.8, 1]), fewer: true },
	{
		...ours('string and fret, true notes, real guitar', 'tab', '.49 lowest fret', [0.7, 0.85]),
		way: 'true',
		group: 'guitarset'
	},
	{ ...ours('notes flagged as doubtful', 'flagged', '–', [0.1, 0.1]), fewer: true },
	ours('wrong notes that are flagged', 'caught', '–', [0.5, 0.5])
];

/** The mean over the items that have the figure, or null. */
export function reached({ key, way, group }: Target, measured: readonly Measured[]): number | null {
	const values = measured
		.filter((one) => group === undefined || one.group === group)
		.flatMap((one) => one.ways[way][key] ?? []);
	return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** In a word: how a value stands to what is asked. */
export function standing({ least, aim, fewer = false }: Target, value: number | null): string {
	if (value === null) return '–';
	const meets = (bound: number): boolean => (fewer ? value <= bound : value >= bound);
	return meets(aim) ? 'aim' : meets(least) ? 'at least' : 'short';
}
