/**
 * How likely an onset is at each place inside a beat. A strong one sits on the
 * beat, weaker ones on its halves and quarters (or thirds), and some anywhere.
 */
import { PLACE_SHARES } from '#music/rhythm/onset-weights.ts';
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

/** The places in a beat where onsets fall more often than anywhere, in beats. */
export const PLACES: Readonly<Record<Division, readonly number[]>> = {
	duple: [0, 1 / 2, 1 / 4, 3 / 4],
	triple: [0, 1 / 3, 2 / 3]
};

/** How much each onset speaks for a beat of `period` seconds, a log likelihood: `[accent × PHASES + phase]`. */
export function phaseTable(division: Division, period: number): Float32Array {
	const sigma = Math.hypot(0.022, 0.025 * period) / period;
	const places = PLACES[division];
	const crowding = CROWDING * Math.log(period / CROWDING_FROM);
	const bells = places.map((at) =>
		Float64Array.from({ length: PHASES }, (_, phase) => {
			const away = phase / PHASES - at;
			const z = (away - Math.round(away)) / sigma;
			return Math.exp(-0.5 * z * z) / (sigma * Math.sqrt(2 * Math.PI));
		})
	);
	const table = new Float32Array(ACCENTS * PHASES);
	for (let accent = 0; accent < ACCENTS; accent++) {
		const shares = PLACE_SHARES[division][accent]!;
		const anywhere = 1 - shares.reduce((sum, share) => sum + share, 0);
		for (let phase = 0; phase < PHASES; phase++) {
			let density = anywhere;
			for (let p = 0; p < shares.length; p++) density += shares[p]! * bells[p]![phase]!;
			table[accent * PHASES + phase] = Math.log(density) - crowding;
		}
	}
	return table;
}
