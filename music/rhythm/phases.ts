/**
 * How likely an onset is at each place inside a beat. A strong one sits on the
 * beat, weaker ones on its halves and quarters (or thirds), and some anywhere.
 */
import { ACCENTS } from '#music/rhythm/onsets.ts';

/** How the beat divides: into two and four, or into three. */
export type Division = 'duple' | 'triple';

/** Places in a beat that the tables tell apart. */
export const PHASES = 96;

/**
 * The same onsets are denser where beats are shorter. Counted in full, an onset
 * would be worth one logarithm of the beat's length; by half, because crowded
 * and empty beats are both common.
 */
const CROWDING = 0.5;
/** Seconds of a beat at which crowding counts for nothing: it only fixes where the scale begins. */
const CROWDING_FROM = 0.6;

interface Place {
	readonly at: number;
	/** Share of the onsets of the weakest and the strongest accent. */
	readonly weak: number;
	readonly strong: number;
}

const PLACES: Record<Division, readonly Place[]> = {
	duple: [
		{ at: 0, weak: 0.28, strong: 0.76 },
		{ at: 1 / 2, weak: 0.32, strong: 0.13 },
		{ at: 1 / 4, weak: 0.13, strong: 0.025 },
		{ at: 3 / 4, weak: 0.15, strong: 0.035 }
	],
	triple: [
		{ at: 0, weak: 0.26, strong: 0.76 },
		{ at: 1 / 3, weak: 0.26, strong: 0.07 },
		{ at: 2 / 3, weak: 0.3, strong: 0.1 }
	]
};

/** How much each onset speaks for a beat of `period` seconds, a log likelihood: `[accent × PHASES + phase]`. */
export function phaseTable(division: Division, period: number): Float32Array {
	const sigma = Math.hypot(0.022, 0.025 * period) / period;
	const places = PLACES[division];
	const crowding = CROWDING * Math.log(period / CROWDING_FROM);
	const bells = places.map(({ at }) =>
		Float64Array.from({ length: PHASES }, (_, phase) => {
			const away = phase / PHASES - at;
			const z = (away - Math.round(away)) / sigma;
			return Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI));
		})
	);
	const table = new Float32Array(ACCENTS * PHASES);
	for (let accent = 0; accent < ACCENTS; accent++) {
		const strength = accent / (ACCENTS - 1);
		const shares = places.map(({ weak, strong }) => weak + (strong - weak) * strength);
		const anywhere = 1 - shares.reduce((sum, share) => sum + share, 0);
		for (let phase = 0; phase < PHASES; phase++) {
			let density = anywhere;
			for (let p = 0; p < shares.length; p++) density += shares[p]! * bells[p]![phase]!;
			table[accent * PHASES + phase] = Math.log(density) - crowding;
		}
	}
	return table;
}
