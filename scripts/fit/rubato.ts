/**
 * The freedom that soloists take with time, laid over a performance that is already there. Romantic piano
 * music is played with beats that differ by a fifth and more: a phrase begins and ends slowly, its last beats
 * broaden, single beats are dwelt on, a piece may lengthen the same beat of every bar (a mazurka its
 * second), and now and then time stands still (Repp, JASA 92, 1992; Goebl and Widmer on Chopin).
 */
import { seconds } from '#music/time.ts';
import type { Performance } from './beat-performer.ts';
import type { Chance } from './chance.ts';

/** Points in a beat at which the tempo may be another. */
const STEPS = 8;

interface Timed {
	readonly beats: readonly number[];
	readonly downbeats: readonly number[];
}

/** The same, played more freely. @param most how free at most: 1 is as free as anybody plays */
export function freely<P extends Performance>(played: P, most: number, dice: Chance): P {
	const time = rubato(played, most, dice);
	return {
		...played,
		notes: played.notes
			.map((note) => ({ ...note, start: seconds(time(note.start)), end: seconds(time(note.end)) }))
			.sort((a, b) => a.start - b.start || a.pitch - b.pitch),
		beats: played.beats.map(time),
		downbeats: played.downbeats.map(time)
	};
}

/** From the seconds of a performance to those of a freer one, increasing. */
function rubato({ beats, downbeats }: Timed, most: number, dice: Chance): (time: number) => number {
	const slower = stretches(beats.length, barOf(beats, downbeats), most, dice);
	const from = beats[0]!;
	const times = [from];
	const places = [from];
	for (let k = 0; k + 1 < slower.length; k++) {
		const beat = Math.floor(k / STEPS);
		const step = (beats[beat + 1]! - beats[beat]!) / STEPS;
		places.push(places.at(-1)! + step);
		times.push(times.at(-1)! + step * Math.exp(slower[k]!));
	}
	const shift = Math.max(0, 0.1 - from);
	return (time) => {
		if (time <= from) return Math.max(0, time + shift);
		let low = 0;
		let high = places.length - 1;
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (places[middle]! <= time) low = middle;
			else high = middle;
		}
		const share = (time - places[low]!) / (places[high]! - places[low]!);
		return shift + times[low]! + share * (times[high]! - times[low]!);
	};
}

/** Beats in a bar and the index of the first downbeat. */
function barOf(
	beats: readonly number[],
	downbeats: readonly number[]
): { readonly length: number; readonly first: number } {
	const known = new Set(downbeats);
	const at = beats.flatMap((beat, i) => (known.has(beat) ? [i] : []));
	return { length: at.length > 1 ? at.at(-1)! - at.at(-2)! : 4, first: at[0] ?? 0 };
}

/** How much longer each of the steps is, a logarithm, zero in the mean. */
function stretches(
	beats: number,
	bar: { readonly length: number; readonly first: number },
	most: number,
	dice: Chance
): number[] {
	const free = most * dice.between(0.2, 1);
	const phrase = bar.length * dice.pick([2, 4, 4, 4, 8]);
	const arch = free * dice.between(0, 0.3);
	const broad = free * dice.between(0, 0.6);
	const broadening = dice.between(0.7, 2.5);
	const dwelt = free * dice.between(0, 0.09);
	const habit = dice.maybe(0.3) ? free * dice.between(0.03, 0.15) : 0;
	const pattern = Array.from({ length: bar.length }, () => habit * dice.bell());
	const others = Array.from({ length: beats + 1 }, () => dwelt * dice.bell());
	const phrases = Math.ceil(beats / phrase) + 1;
	const depths = Array.from({ length: phrases }, () => dice.between(0.2, 1.4));
	const paused = Array.from({ length: phrases }, () =>
		dice.maybe(0.12 * free) ? dice.between(0.4, 1.2) : 0
	);
	let pace = 0;
	const paces = Array.from({ length: phrases }, () => {
		if (dice.maybe(0.08 * free)) pace = 0.35 * dice.bell();
		return pace;
	});
	const steps = Array.from({ length: (beats - 1) * STEPS + 1 }, (_, k) => {
		const at = k / STEPS;
		const beat = Math.floor(at);
		const sinceFirst = at - bar.first + 100 * phrase;
		const which = Math.max(0, Math.floor((at - bar.first) / phrase) + 1);
		const within = sinceFirst % phrase;
		const place = (2 * within) / phrase - 1;
		const left = phrase - within;
		const near = Math.max(0, 1 - left / broadening);
		const dwell = others[beat]! + (at - beat) * (others[beat + 1]! - others[beat]!);
		const inBar = Math.floor(sinceFirst) % bar.length;
		const pause = left <= 1 ? (paused[which] ?? 0) : 0;
		const depth = depths[which] ?? 1;
		return (
			depth * (arch * place * place + broad * near * near) +
			dwell +
			pattern[inBar]! +
			pause +
			(paces[which] ?? 0)
		);
	});
	const mean = steps.reduce((sum, value) => sum + value, 0) / steps.length;
	return steps.map((value) => Math.max(-0.7, Math.min(1.3, value - mean)));
}
