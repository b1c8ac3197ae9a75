/**
 * Writes what the beat network is fitted on: performances of printed music, as features of
 * their onsets, and their beats: `node scripts/fit/perform-beats.ts --songs DIR --to FILE
 * [--count N] [--seed K]`. DIR is a copy of the OpenScore Lieder corpus (CC0).
 *
 * The file: for each performance the counts (onsets, beats, kind of metre, song) as int32, then
 * as float32 the times of the onsets, their features, the times of the beats, and 1 for each downbeat.
 */
import { closeSync, globSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { METRES } from '#music/rhythm/pulse-network.ts';
import { ONSET_FEATURES, onsetFeatures, findOnsets } from '#music/rhythm/onsets.ts';
import { perform } from './beat-performer.ts';
import { chance } from './chance.ts';
import { motoric } from './motoric.ts';
import { readPrinted, type PrintedSong } from './printed.ts';
import { strummed } from './strums.ts';

const { values } = parseArgs({
	options: {
		songs: { type: 'string', default: '.tmp/lieder' },
		to: { type: 'string', default: '.tmp/beats.bin' },
		count: { type: 'string', default: '8000' },
		seed: { type: 'string', default: '1' }
	}
});
const files = globSync('**/*.mscx', { cwd: values.songs }).sort();
const read = new Map<number, PrintedSong | null>();
const out = openSync(values.to, 'w');
let written = 0;
for (let k = 0; k < Number(values.count); k++) {
	const dice = chance(Number(values.seed) * 1_000_000 + k);
	const which = dice.whole(0, files.length - 1);
	const kind = dice.next();
	const song = kind < 0.7 ? printed(which) : kind < 0.86 ? strummed(dice) : motoric(dice);
	const played = song && perform(song, dice);
	const metre = played
		? METRES.findIndex(
				({ beats, unit }) => beats === played.metre.beats && unit === played.metre.unit
			)
		: -1;
	if (!played || metre < 0) continue;
	const onsets = findOnsets(played.notes);
	const downbeats = new Set(played.downbeats);
	const header = Int32Array.of(onsets.length, played.beats.length, metre, kind < 0.7 ? which : -1);
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
console.log(`${written} performances, ${ONSET_FEATURES} features a onset, in ${values.to}`);

function printed(which: number): PrintedSong | null {
	if (!read.has(which)) read.set(which, readPrinted(join(values.songs, files[which]!)));
	return read.get(which)!;
}
