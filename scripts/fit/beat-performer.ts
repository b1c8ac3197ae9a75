/**
 * Plays printed music as people do, and hears it as our ear does: the tempo
 * breathes, chords are spread, notes are missed, and some are heard that were
 * never played. The beats are known, so that judges of beats can be fitted.
 */
import { beatTicks } from '#music/rhythm/count.ts';
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import type { Metre } from '#music/settings.ts';
import { PPQ, seconds } from '#music/time.ts';
import type { Chance } from './chance.ts';
import type { PrintedBar, PrintedNote, PrintedSong } from './printed.ts';

export interface Performance {
	readonly notes: readonly PlayedNote[];
	readonly beats: readonly number[];
	readonly downbeats: readonly number[];
	readonly metre: Metre;
}

/** Seconds of music. */
const SHORTEST = 20;
const LONGEST = 70;
/** Onsets a second between which a performance feels like music, and not like an exercise. */
const FEWEST = 1.2;
const MOST = 8;

/** Printed music as it is played: what an ear, or a stand-in for one, is to hear. */
export interface Playing extends Omit<Performance, 'notes'> {
	readonly printed: readonly PrintedNote[];
	/** Seconds, at quarters from the beginning. */
	readonly time: (at: number) => number;
	/** Seconds. */
	readonly quarter: number;
}

/** An excerpt in one metre, heard with faults that are made up; null when the song has none that lasts. */
export function perform(
	song: PrintedSong,
	chance: Chance,
	parts: readonly number[]
): Performance | null {
	const playing = play(song, chance, parts);
	if (playing === null) return null;
	const { printed, time, quarter, ...truth } = playing;
	return { ...truth, notes: hear(printed, time, quarter, chance) };
}

/** An excerpt in one metre; null when the song has none that lasts. @param parts those that are played */
export function play(song: PrintedSong, chance: Chance, parts: readonly number[]): Playing | null {
	const from = chance.maybe(0.6) ? 0 : chance.whole(0, Math.max(0, song.bars.length - 16));
	const metre = song.bars[Math.min(from + 1, song.bars.length - 1)]!.metre;
	const beat = beatTicks(metre) / PPQ;
	let to = from;
	while (to < song.bars.length && sameMetre(song.bars[to]!, metre)) to++;
	const bars = song.bars.slice(from, to);
	if (bars.length < 6) return null;

	const start = bars[0]!.at;
	const heard = song.notes.filter(
		({ at, part }) => at >= start - 1e-6 && at < bars.at(-1)!.at && parts.includes(part)
	);
	if (heard.length < 24) return null;
	const onsets = new Set(heard.map(({ at }) => Math.round(at * 48))).size;
	const quarters = heard.at(-1)!.at - heard[0]!.at;
	const quarter = quarterSeconds(song.tempo, onsets / quarters, chance);
	const length = chance.between(SHORTEST, LONGEST);
	const last = start + length / quarter;
	const time = clock(start, last + 8, quarter, bars, chance);
	const printed = heard.filter(({ at }) => at < last);
	if (printed.length < 24) return null;
	const begin = Math.min(...printed.map(({ at }) => at));

	const beats: number[] = [];
	const downbeats: number[] = [];
	const whole = (4 * metre.beats) / metre.unit;
	for (const [index, bar] of bars.entries()) {
		// A pickup counts back from the bar after it, and the second part of a divided bar goes on from the first.
		const first = index > 0 && bars[index - 1]!.length < whole ? bars[index - 1]!.length : 0;
		const divided = Math.abs(first + bar.length - whole) < 0.01 ? first : 0;
		const origin = index === 0 ? bar.at + bar.length - whole : bar.at - divided;
		for (let b = 0; origin + b * beat < bar.at + bar.length - 0.01; b++) {
			const at = origin + b * beat;
			if (index > 0 && at < bar.at - 0.01) continue;
			if (at < begin - beat * 0.5 || at > last) continue;
			beats.push(time(at));
			if (b === 0) downbeats.push(time(at));
		}
	}
	if (beats.length < 12) return null;
	return { printed, time, quarter, beats, downbeats, metre };
}

/** Of music for one player mostly all, at times a hand alone; of songs as in `PARTS`. */
export function partsOf(song: PrintedSong, chance: Chance): readonly number[] {
	const has = (part: number): boolean => song.notes.some((note) => note.part === part);
	if (has(0)) return chance.pick(PARTS);
	return !has(2) || chance.maybe(0.8) ? [1, 2] : [chance.pick([1, 1, 2])];
}

/** Piano and singer, the piano alone, the singer alone (as a violin plays alone), a hand alone. */
const PARTS: readonly (readonly number[])[] = [
	[0, 1, 2],
	[0, 1, 2],
	[1, 2],
	[1, 2],
	[1, 2],
	[0, 2],
	[0],
	[1],
	[1],
	[2]
];

const sameMetre = (bar: PrintedBar, metre: PrintedBar['metre']): boolean =>
	bar.metre.beats === metre.beats && bar.metre.unit === metre.unit;

function quarterSeconds(tempo: number | null, density: number, chance: Chance): number {
	const printed = tempo === null || tempo === 2 ? null : 1 / tempo;
	const usual = printed ?? Math.exp(Math.log(density / 3.2) * 0.6) * 0.6;
	const wanted = usual * Math.exp(0.18 * chance.bell());
	return Math.min(Math.max(wanted, density / MOST), density / FEWEST);
}

/** From quarters to seconds, with a tempo that drifts, breathes with the phrase and broadens at the end. */
function clock(
	from: number,
	to: number,
	quarter: number,
	bars: readonly PrintedBar[],
	chance: Chance
): (at: number) => number {
	const strict = chance.maybe(0.25);
	const wander = strict ? 0.002 : chance.between(0.005, 0.035);
	const swell = strict ? 0 : chance.between(0, 0.1);
	const phrase = bars[0]!.length * chance.pick([4, 4, 8]);
	const slowing = strict || chance.maybe(0.5) ? 0 : chance.between(0.1, 0.5);
	const step = 1 / 12;
	const times = [0.3 + chance.between(0, 0.6)];
	let drift = 0;
	for (let at = from; at < to; at += step) {
		drift = 0.985 * drift + wander * 0.45 * chance.bell() * Math.sqrt(step * 3);
		const breath = swell * Math.cos((2 * Math.PI * (at - from)) / phrase);
		const end = slowing * Math.max(0, 1 - (to - 8 - at) / 4);
		times.push(times.at(-1)! + step * quarter * Math.exp(drift + breath + Math.max(0, end)));
	}
	return (at) => {
		const place = Math.min(Math.max(0, (at - from) / step), times.length - 2);
		const i = Math.floor(place);
		const beyond = (at - from) / step - place;
		return times[i]! + (place - i + beyond) * (times[i + 1]! - times[i]!);
	};
}

function hear(
	printed: readonly PrintedNote[],
	time: (at: number) => number,
	quarter: number,
	chance: Chance
): PlayedNote[] {
	// How the fitted decoder hears what perform-heard.ts plays: a level says little, an end not much.
	const loose = chance.between(0.004, 0.022);
	const spread = chance.between(0, 0.02);
	const missed = 0.36 * chance.next() ** 1.7;
	const ghosts = 0.3 * chance.next() ** 2.4;
	// Strings and voices waver between keys and are heard late; repeated notes run together.
	const wavers = chance.maybe(0.35) ? chance.between(0.3, 0.8) : 0.15;
	const late = chance.maybe(0.2) ? chance.between(0, 0.035) : 0;
	const restruck = chance.between(0.05, 0.45);
	const runs = chance.between(0.5, 1.5);
	const last = new Map<number, number>();
	const held = chance.between(0.6, 1.1);
	const pedal = chance.maybe(0.5) ? chance.between(0.2, 1.2) : 0;
	const accented = chance.between(0, 0.015);
	const usual = 0.57 + 0.03 * chance.bell();
	const notes: PlayedNote[] = [];
	const push = (key: number, start: number, end: number, level: number, sure: number): void => {
		if (key < 21 || key > 108) return;
		notes.push({
			pitch: pitch(key),
			start: seconds(Math.max(0, start)),
			end: seconds(Math.max(start + 0.04, end)),
			level: Math.min(0.95, Math.max(0.1, level)),
			confidence: Math.min(0.99, Math.max(0.3, sure))
		});
	};
	for (const [i, { at, length, pitch: key }] of printed.entries()) {
		const near = printed.filter((other, j) => Math.abs(j - i) < 12 && other.at === at);
		const top = near.every((other) => other.pitch <= key);
		const low = near.every((other) => other.pitch >= key);
		const inner = !top && !low;
		const masked = near.some((other) => [12, 19, 24].includes(key - other.pitch));
		const since = time(at) - (last.get(key) ?? -9);
		last.set(key, time(at));
		const again = 1 + runs * 3 * Math.exp(-since / 0.22);
		const hidden = (masked ? 1.9 : inner ? 1.3 : 0.8) * again * (near.length > 4 ? 1.4 : 1);
		if (chance.maybe(Math.min(0.85, missed * hidden))) continue;
		const roll = spread * near.filter((other) => other.pitch < key).length;
		const start = time(at) + late + roll * chance.next() + loose * chance.bell();
		const stress = Math.abs(at - Math.round(at)) < 0.01 ? accented : 0;
		const level = usual + (top ? 0.012 : 0) + stress + 0.045 * chance.bell();
		const rung = Math.exp(0.42 * chance.bell());
		const end = start + (time(at + length * held) - start) * rung + pedal * chance.next();
		push(key, start, end, level, 1 - 0.45 * chance.next() ** (inner ? 3 : 5));
		if (!chance.maybe(ghosts)) continue;
		const doubt = 0.5 + 0.4 * chance.next() ** 1.5;
		const kind = chance.next() * (1 + restruck);
		if (kind > 1) {
			// The note is heard to begin again while it sounds.
			const anew = start + (end - start) * chance.between(0.15, 0.95);
			push(key, anew, Math.max(anew + 0.06, end), level, doubt);
		} else if (kind > 0.9) {
			const anywhere = start + chance.next() * quarter * Math.max(0.3, length);
			push(key + chance.whole(-12, 12), anywhere, anywhere + 0.2, level, doubt);
		} else {
			const away = chance.maybe(wavers)
				? chance.pick([1, -1, 1, -1, 2, -2])
				: chance.pick([12, 12, 12, -12, -12, 19, 7, 24, 3, -4]);
			const long = (end - start) * chance.between(0.3, 1);
			push(key + away, start + 0.015 * chance.bell(), start + long, level - 0.02, doubt);
		}
	}
	return notes.sort(byStartAndPitch);
}
