/** Fingerings held against those of real players, where the evaluation recordings are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pitch, type WrittenNote } from '#music/note.ts';
import { finger } from '#music/tab/fingering.ts';
import { STANDARD_GUITAR } from '#music/tab/tuning.ts';
import { PPQ, ticks } from '#music/time.ts';

const FOLDER = '../shared/eval/open';
const absent = !existsSync(FOLDER);

/** A real solo, a real accompaniment, and two pieces with customary chord shapes; the least share that must agree. */
const PIECES = [
	['guitarset_00_bn1-129-eb_solo', 0.04, 0.85],
	['render_guitarset_00_bn1-147-gb_comp', 0.04, 0.95],
	['render_guitar_strum_g', 0.1, 0.99],
	['render_guitar_arpeggio_am', 0.04, 0.99]
] as const;

type Row = readonly [onset: number, offset: number, midi: number, string: number, fret: number];

/** Onsets within `together` seconds of the first are one chord. */
function written(rows: readonly Row[], tempo: number, together: number): readonly WrittenNote[] {
	const inTicks = (time: number) => ticks(Math.round((time * tempo * PPQ) / 60));
	let chord = -Infinity;
	return rows.map(([onset, offset, midi], played) => {
		if (onset - chord > together) chord = onset;
		return {
			pitch: pitch(midi),
			start: inTicks(chord),
			length: inTicks(offset - onset),
			level: 0.5,
			played
		};
	});
}

describe.skipIf(absent)(`finger, beside a player${absent ? ' (no ../shared/eval)' : ''}`, () => {
	test.each(PIECES)('chooses the strings and frets of %s', (name, together, least) => {
		const truth = JSON.parse(readFileSync(`${FOLDER}/${name}/truth.json`, 'utf8')) as {
			notes: readonly Row[];
			tempo_bpm?: number;
		};
		const notes = written(truth.notes, truth.tempo_bpm ?? 120, together);

		const positions = finger(notes, { tuning: STANDARD_GUITAR, capo: 0 });

		const right = truth.notes.filter(([, , , string, fret], i) => {
			const position = positions[i];
			return position?.string === string && position.fret === fret;
		});
		const share = right.length / truth.notes.length;
		process.stdout.write(`${name}: string and fret right for ${(100 * share).toFixed(1)} %\n`);
		expect(share).toBeGreaterThanOrEqual(least);
	});
});
