/**
 * The freedom that soloists take with time, laid over a performance that is already there. Romantic piano
 * music is played with beats that differ by a fifth and more: a phrase begins and ends slowly, its last beats
 * broaden, single beats are dwelt on, a piece may lengthen the same beat of every bar (a mazurka its
 * second), and now and then time stands still (Repp, JASA 92, 1992; Goebl and Widmer on Chopin).
 */
import { byStartAndPitch } from '#music/note.ts';
import { secondsAt, ticksAt } from '#music/rhythm/clock.ts';
import { beatsInBar } from '#music/rhythm/count.ts';
import { seconds, ticks, type Seconds } from '#music/time.ts';
import type { Performance } from './beat-performer.ts';
import type { Chance } from './chance.ts';

/** Points in a beat at which the tempo may be another. */
const STEPS = 8;

/** How many are played more freely than a singer's pianist plays. */
export const FREE = 0.5;

/** The same, played more freely: at most as freely as anybody plays. */
export function freely<P extends Performance>(played: P, dice: Chance): P {
	const time = rubato(played, dice);
	return {
		...played,
		notes: played.notes
			.map((note) => ({ ...note, start: time(note.start), end: time(note.end) }))
			.sort(byStartAndPitch),
		beats: played.beats.map(time),
		downbeats: played.downbeats.map(time)
	};
}

/** From the seconds of a performance to those of a freer one, increasing. */
function rubato({ beats, downbeats, metre }: Performance, dice: Chance): (time: number) => Seconds {
	const first = Math.max(0, beats.indexOf(downbeats[0]!));
	const slower = stretches(beats.length, beatsInBar(metre), first, dice);
	const from = beats[0]!;
	const times = [seconds(from)];
	const places = [seconds(from)];
	for (let k = 0; k + 1 < slower.length; k++) {
		const beat = Math.floor(k / STEPS);
		const step = (beats[beat + 1]! - beats[beat]!) / STEPS;
		places.push(seconds(places.at(-1)! + step));
		times.push(seconds(times.at(-1)! + step * Math.exp(slower[k]!)));
	}
	const shift = Math.max(0, 0.1 - from);
	const strict = { beats: places, beatTicks: ticks(1) };
	const free = { beats: times, beatTicks: ticks(1) };
	return (time) =>
		seconds(
			time <= from
				? Math.max(0, time + shift)
				: shift + secondsAt(free, ticksAt(strict, seconds(time)))
		);
}

/** How much longer each of the steps is, a logarithm, zero in the mean. @param first index of the first downbeat */
function stretches(beats: number, inBar: number, first: number, dice: Chance): number[] {
	const free = dice.between(0.2, 1);
	const phrase = inBar * dice.pick([2, 4, 4, 4, 8]);
	const arch = free * dice.between(0, 0.3);
	const broad = free * dice.between(0, 0.6);
	const broadening = dice.between(0.7, 2.5);
	const dwelt = free * dice.between(0, 0.09);
	const habit = dice.maybe(0.3) ? free * dice.between(0.03, 0.15) : 0;
	const pattern = Array.from({ length: inBar }, () => habit * dice.bell());
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
		const sinceFirst = at - first + 100 * phrase;
		const which = Math.max(0, Math.floor((at - first) / phrase) + 1);
		const within = sinceFirst % phrase;
		const place = (2 * within) / phrase - 1;
		const left = phrase - within;
		const near = Math.max(0, 1 - left / broadening);
		const dwell = others[beat]! + (at - beat) * (others[beat + 1]! - others[beat]!);
		const pause = left <= 1 ? (paused[which] ?? 0) : 0;
		const depth = depths[which] ?? 1;
		return (
			depth * (arch * place * place + broad * near * near) +
			dwell +
			pattern[Math.floor(sinceFirst) % inBar]! +
			pause +
			(paces[which] ?? 0)
		);
	});
	const mean = steps.reduce((sum, value) => sum + value, 0) / steps.length;
	return steps.map((value) => Math.max(-0.7, Math.min(1.3, value - mean)));
}
