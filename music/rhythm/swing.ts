/**
 * Swing: pairs of eighths played long and short, nearly as a triplet's two and
 * one. Where most of a piece is played so it is written even, with a mark; what
 * is heard is never made even.
 */
import type { Swing } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

/** Shares of a beat between which the second of two swung eighths falls: 1.4 to 1, up to 3 to 1. */
const EARLIEST = 0.58;
const LATEST = 0.75;
/** Between these it is an even eighth. */
const EVEN = [0.42, 0.58] as const;
/** The second note of a triplet. */
const SECOND = [0.27, 0.42] as const;
/** What is nearer to a beat than this belongs to the beat. */
const ON_BEAT = 0.12;
/** Beats that swing: so many at least, and this share of those that are divided. */
const FEWEST = 8;
const MOST_OF = 0.8;
/** Of swinging beats, the share that may also have the middle of a triplet. */
const TRIPLETS = 0.15;
/** Long and short keep their ratio: the middle half of the places lies this close together. */
const STEADY = 0.09;

/**
 * @param beats of each beat in which something is struck, the places (shares of the beat) of its strokes
 */
export function findSwing(beats: readonly (readonly number[])[]): Swing | null {
	const long: number[] = [];
	let even = 0;
	let triplets = 0;
	for (const strokes of beats) {
		const inside = strokes.filter((at) => at > ON_BEAT && at < 1 - ON_BEAT);
		if (inside.length === 0) continue;
		if (isTriplet(inside)) triplets++;
		else if (inside.length === 1 && inside[0]! > EARLIEST && inside[0]! < LATEST) {
			long.push(inside[0]!);
		} else if (inside.some((at) => at >= EVEN[0] && at <= EVEN[1])) even++;
	}
	long.sort((a, b) => a - b);
	const at = (share: number): number => long[Math.floor(share * long.length)]!;
	if (long.length < FEWEST || long.length < MOST_OF * (long.length + even)) return null;
	if (triplets > TRIPLETS * (long.length + triplets)) return null;
	if (at(0.75) - at(0.25) > STEADY) return null;
	const place = at(0.5);
	return { unit: 8, ratio: Math.round((10 * place) / (1 - place)) / 10 };
}

/** Whether the middle of a triplet is struck: such a beat is written as it is played. */
export const isTriplet = (places: readonly number[]): boolean =>
	places.some((at) => at > SECOND[0] && at < SECOND[1]) &&
	places.some((at) => at > EARLIEST && at < LATEST);

/** The share of a beat at which a share of a swung one is written. */
export function straightened(place: number, { ratio }: Swing): number {
	const long = ratio / (1 + ratio);
	return place <= long ? (place / long) * 0.5 : 0.5 + ((place - long) / (1 - long)) * 0.5;
}

/** The tick at which a written tick sounds. Halves and quarters of a beat swing; triplets are played as written. */
export function swungTick(tick: number, swing: Swing | null): number {
	if (swing === null) return tick;
	const cell = (2 * 4 * PPQ) / swing.unit;
	const within = ((tick % cell) + cell) % cell;
	if (within === 0 || within % (cell / 4) !== 0) return tick;
	const long = swing.ratio / (1 + swing.ratio);
	const place = within / cell;
	const played = place <= 0.5 ? place * 2 * long : long + (place - 0.5) * 2 * (1 - long);
	return tick - within + Math.round(played * cell);
}
