/** From a performance to its beat map: the pulse, the metre, the first downbeat, and a beat under every note. */
import type { PlayedNote } from '#music/note.ts';
import { findBars } from '#music/rhythm/bars.ts';
import type { BeatMap } from '#music/rhythm/beat-map.ts';
import { beatsInBar, beatTicks, isCompound } from '#music/rhythm/count.ts';
import { findOnsets } from '#music/rhythm/onsets.ts';
import { findPulse, type Pulse } from '#music/rhythm/pulse.ts';
import type { Metre, WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';

/** Seconds of a beat when nothing says otherwise: 120 a minute. */
const PLAIN_BEAT = 0.5;
/** Beats are looked for between 220 and 40 a minute. */
const SHORTEST = 0.273;
const LONGEST = 1.5;
/** A player keeps a chosen tempo this closely. */
const DRIFT = 0.14;
/** How much better a beat of three must explain each onset before 6/8 is believed. */
const TRIPLE_MARGIN = 0.14;
/** The same where both find the same beats, and only ask whether these divide by three. */
const DIVIDED_MARGIN = 0.06;
/** Seconds, and share of the beats, in which two pulses agree. */
const SAME_BEAT = 0.07;
const SAME_PULSE = 0.75;
/** A note up to this share of a beat early still belongs to the beat. */
const EARLY = 0.3;
/** Longer than this (seconds), a recording is not searched but counted evenly. */
const TOO_LONG = 5 * 3600;

type Wishes = Pick<WriteSettings, 'tempo' | 'metre'>;

/** `notes` in order of start. The map covers them all. */
export function findBeatMap(notes: readonly PlayedNote[], wishes: Wishes): BeatMap {
	const pulse = pulseOf(notes, wishes);
	const beats = under(notes, pulse.beats);
	const compound = wishes.metre === null ? pulse.division === 'triple' : isCompound(wishes.metre);
	const counted = wishes.metre === null ? (compound ? 2 : null) : beatsInBar(wishes.metre);
	const bars = findBars(beats, notes, counted);
	const metre: Metre =
		wishes.metre ?? (compound ? { beats: 6, unit: 8 } : { beats: bars.beats, unit: 4 });
	return {
		beats: beats.map(seconds),
		beatTicks: beatTicks(metre),
		downbeat: bars.downbeat,
		metre,
		turns: [],
		sureness: 1
	};
}

function pulseOf(notes: readonly PlayedNote[], { tempo, metre }: Wishes): Pulse {
	const onsets = findOnsets(notes);
	const start = notes[0]?.start ?? 0;
	const span = (notes.at(-1)?.start ?? 0) - start;
	const chosen = tempo === null ? null : 60 / tempo;
	if (onsets.length < 3 || span > TOO_LONG || span < (chosen ?? SHORTEST)) {
		const beat = chosen ?? PLAIN_BEAT;
		return { beats: [start, start + beat], division: 'duple', score: 0 };
	}
	const shortest = chosen === null ? SHORTEST : chosen * (1 - DRIFT);
	const longest = chosen === null ? LONGEST : chosen * (1 + DRIFT);
	if (metre !== null) {
		return findPulse(onsets, isCompound(metre) ? 'triple' : 'duple', shortest, longest);
	}
	const duple = findPulse(onsets, 'duple', shortest, longest);
	const triple = findPulse(onsets, 'triple', shortest, longest);
	const margin = agree(duple.beats, triple.beats) ? DIVIDED_MARGIN : TRIPLE_MARGIN;
	return triple.score > duple.score + margin * onsets.length ? triple : duple;
}

function agree(beats: readonly number[], others: readonly number[]): boolean {
	let next = 0;
	const same = beats.filter((beat) => {
		while (next < others.length && others[next]! < beat - SAME_BEAT) next++;
		return next < others.length && others[next]! <= beat + SAME_BEAT;
	}).length;
	return same >= SAME_PULSE * Math.max(beats.length, others.length);
}

/** Begins at the beat of the first note, and goes on evenly until the last one has ended. */
function under(notes: readonly PlayedNote[], found: readonly number[]): number[] {
	const start = notes[0]?.start ?? 0;
	const end = notes.reduce((latest, note) => Math.max(latest, note.end), start);
	const early = EARLY * (found[1]! - found[0]!);
	const skipped = found.findLastIndex((beat) => beat <= start + early);
	const beats = found.slice(Math.min(Math.max(skipped, 0), found.length - 2));
	const first = beats[1]! - beats[0]!;
	while (beats[0]! > start + early) beats.unshift(beats[0]! - first);
	const last = beats.at(-1)! - beats.at(-2)!;
	const missing = Math.ceil((end - beats.at(-1)!) / last);
	const from = beats.at(-1)!;
	for (let i = 1; i <= missing; i++) beats.push(from + i * last);
	return beats;
}
