/**
 * Writes what the bar network is fitted on, when the beat network has been: performances of printed
 * music, counted in right and wrong ways, as features of each beat: `node scripts/fit/perform-bars.ts --songs DIR
 * --to FILE [--count N] [--seed K]`.
 *
 * The file: for each way of counting (beats, kind of metre, song, its number: 0 is the best) as int32,
 * then as float32 the F1 of its beats, the features of the beats, and 1 for each downbeat.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { BEAT_FEATURES, beatRows, type Heard } from '#music/rhythm/beat-rows.ts';
import { waysToCount } from '#music/rhythm/hypotheses.ts';
import { hearPulse } from '#music/rhythm/pulse-network.ts';
import { onsetFeatures, findOnsets } from '#music/rhythm/onsets.ts';
import type { Performance } from './beat-performer.ts';
import { material } from './material.ts';

/** Seconds within which a beat of the pulse is the true one. */
const NEAR = 0.07;

const { to, made } = material('.tmp/bars.bin');
const out = openSync(to, 'w');
let written = 0;
for (const played of made) {
	const heard = heardOf(played.notes);
	const ways = waysToCount(heard, null)
		.map(({ beats }) => ({ beats, worth: agreement(played.beats, beats) }))
		.filter(({ beats }) => beats.length >= 8)
		.sort((a, b) => b.worth - a.worth);
	for (const [way, { beats, worth }] of ways.entries()) {
		writeSync(out, Int32Array.of(beats.length, played.kind, played.song, way));
		writeSync(out, Float32Array.of(worth));
		writeSync(out, beatRows(beats, heard));
		writeSync(
			out,
			Float32Array.from(beats, (beat) =>
				played.downbeats.some((down) => Math.abs(down - beat) <= NEAR) ? 1 : 0
			)
		);
		written++;
	}
}
closeSync(out);
console.log(`${written} countings, ${BEAT_FEATURES} features a beat, in ${to}`);

function heardOf(notes: Performance['notes']): Heard {
	const onsets = findOnsets(notes);
	const times = onsets.map(({ time }) => time);
	const rows = onsetFeatures(notes, onsets);
	const from = times[0]! - 1.5;
	return { notes, onsets, rows, from, pulse: hearPulse(times, rows, from, times.at(-1)! + 1.5) };
}

/** F1 of beats in order, each paired with the next that is near. */
function agreement(truth: readonly number[], found: readonly number[]): number {
	const within = found.filter((beat) => beat < truth.at(-1)! + NEAR);
	let [matched, next] = [0, 0];
	for (const beat of truth) {
		while (next < within.length && within[next]! < beat - NEAR) next++;
		if (next < within.length && within[next]! <= beat + NEAR) {
			matched++;
			next++;
		}
	}
	return (2 * matched) / (truth.length + within.length);
}
