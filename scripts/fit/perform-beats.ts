/**
 * Writes what the beat network is fitted on: performances of printed music, as features of
 * their onsets, and their beats: `node scripts/fit/perform-beats.ts --songs DIR --to FILE
 * [--count N] [--seed K]`. DIR is as for `songsIn`.
 *
 * The file: for each performance the counts (onsets, beats, kind of metre, song) as int32, then
 * as float32 the times of the onsets, their features, the times of the beats, and 1 for each downbeat.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { ONSET_FEATURES, onsetFeatures, findOnsets } from '#music/rhythm/onsets.ts';
import { material } from './material.ts';

const { to, made } = material('.tmp/beats.bin');
const out = openSync(to, 'w');
let written = 0;
for (const played of made) {
	const onsets = findOnsets(played.notes);
	const downbeats = new Set(played.downbeats);
	const header = Int32Array.of(onsets.length, played.beats.length, played.kind, played.song);
	writeSync(out, header);
	writeSync(
		out,
		Float32Array.from(onsets, ({ time }) => time)
	);
	writeSync(out, onsetFeatures(played.notes, onsets));
	writeSync(out, Float32Array.from(played.beats));
	writeSync(
		out,
		Float32Array.from(played.beats, (beat) => (downbeats.has(beat) ? 1 : 0))
	);
	written++;
}
closeSync(out);
console.log(`${written} performances, ${ONSET_FEATURES} features an onset, in ${to}`);
