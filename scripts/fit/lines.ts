/** Single lines: melodies that walk and leap over the harmony, runs, trills, and basses. */
import type { Chance } from './chance.ts';
import { chordPitches, nearest, rootAbove, scalePitches, type Harmony } from './harmony.ts';

/** A note of a texture, in beats. Two chords fill a bar of four. */
export interface Sketch {
	readonly pitch: number;
	readonly beat: number;
	readonly length: number;
	/** How much it stands out: 1 is the melody, 0 a filling. */
	readonly weight: number;
	/** How much of its written length it is held: under 1 detached, over 1 overlapping. */
	readonly held?: number;
	/** Its place in a rolled or strummed chord, from 0. */
	readonly roll?: number;
}

/** Beats a chord lasts. */
export const CHORD_BEATS = 2;

const RHYTHMS = [
	[1, 1],
	[2],
	[0.5, 0.5, 1],
	[1, 0.5, 0.5],
	[1.5, 0.5],
	[0.5, 0.5, 0.5, 0.5],
	[0.75, 0.25, 1],
	[0.25, 0.25, 0.5, 1],
	[1 / 3, 1 / 3, 1 / 3, 1],
	[0.5, 1, 0.5],
	[0.25, 0.25, 0.25, 0.25, 0.5, 0.5]
];

/** A line between `low` and `high`: steps mostly, leaps to chord tones, repeated notes now and then. */
export function melody(
	chance: Chance,
	{ scale, chords }: Harmony,
	low: number,
	high: number
): Sketch[] {
	const steps = scalePitches(scale, low, high);
	let pitch = nearest(steps, chance.whole(low, high));
	const held = chance.pick([0.6, 0.85, 0.95, 1, 1.05]);
	const restless = chance.next();
	const notes: Sketch[] = [];
	chords.forEach((chord, i) => {
		let beat = i * CHORD_BEATS;
		const rhythm = chance.pick(restless < 0.3 ? RHYTHMS.slice(0, 5) : RHYTHMS);
		for (const length of rhythm) {
			if (chance.maybe(0.08)) {
				beat += length;
				continue;
			}
			const onBeat = beat % 1 === 0;
			if (chance.maybe(0.15)) {
				// The same again.
			} else if (onBeat && chance.maybe(0.55)) {
				pitch = nearest(chordPitches(chord, low, high), pitch + chance.whole(-7, 7));
			} else {
				const at = steps.indexOf(nearest(steps, pitch));
				pitch =
					steps[Math.min(steps.length - 1, Math.max(0, at + chance.pick([-2, -1, -1, 1, 1, 2])))]!;
			}
			notes.push({ pitch, beat, length, weight: 1, held });
			if (length >= 0.5 && chance.maybe(0.05)) ornament(chance, notes, steps);
			beat += length;
		}
	});
	return notes;
}

/** Turns the last note into a trill, or puts a grace note before it. */
function ornament(chance: Chance, notes: Sketch[], steps: readonly number[]): void {
	const { pitch, beat, length, weight } = notes.pop()!;
	const above = steps[steps.indexOf(pitch) + 1] ?? pitch + 2;
	if (chance.maybe(0.4)) {
		notes.push({ pitch: above, beat, length: 0.12, weight: 0.7 });
		notes.push({ pitch, beat: beat + 0.12, length: length - 0.12, weight });
		return;
	}
	const step = 0.125;
	for (let at = 0; at + step <= length; at += step) {
		notes.push({
			pitch: (at / step) % 2 === 0 ? pitch : above,
			beat: beat + at,
			length: step,
			weight: 0.7
		});
	}
}

/** Scales and broken chords, up and down, `perBeat` notes a beat. */
export function run(
	chance: Chance,
	{ scale, chords }: Harmony,
	low: number,
	high: number,
	perBeat: number
): Sketch[] {
	const notes: Sketch[] = [];
	let at = 0;
	let step = 1;
	const held = chance.pick([0.7, 0.95, 1, 1.1]);
	chords.forEach((chord, i) => {
		const broken = chance.maybe(0.4);
		const pitches = broken ? chordPitches(chord, low, high) : scalePitches(scale, low, high);
		at = Math.min(pitches.length - 1, at);
		for (let n = 0; n < CHORD_BEATS * perBeat; n++) {
			if (at + step >= pitches.length || at + step < 0 || chance.maybe(0.08)) step = -step;
			at = Math.min(pitches.length - 1, Math.max(0, at + step));
			const beat = i * CHORD_BEATS + n / perBeat;
			notes.push({ pitch: pitches[at]!, beat, length: 1 / perBeat, weight: 0.7, held });
		}
	});
	return notes;
}

/** A bass that walks in quarters, or drives in eighths. */
export function bass(chance: Chance, { scale, chords }: Harmony, low: number): Sketch[] {
	const driving = chance.maybe(0.4);
	const held = chance.pick([0.5, 0.8, 0.95, 1]);
	const notes: Sketch[] = [];
	chords.forEach((chord, i) => {
		const root = rootAbove(chord, low);
		const steps = scalePitches(scale, low, low + 19);
		const length = driving ? 0.5 : 1;
		for (let at = 0; at < CHORD_BEATS; at += length) {
			const pitch =
				at === 0 || (driving && chance.maybe(0.7))
					? root
					: chance.maybe(0.5)
						? chance.pick(chordPitches(chord, low, low + 17))
						: chance.pick(steps);
			notes.push({ pitch, beat: i * CHORD_BEATS + at, length, weight: 0.8, held });
		}
	});
	return notes;
}
