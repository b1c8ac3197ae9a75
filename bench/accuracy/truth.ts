/** What is known of a recording: `truth.json` beside its audio. Only the fields that an item has are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Onset and offset in seconds, MIDI pitch, and where it was played: string (1 the highest) and fret. */
export type TruthNote = readonly [
	onset: number,
	offset: number,
	pitch: number,
	string?: number,
	fret?: number
];

export interface Truth {
	readonly notes?: readonly TruthNote[];
	/** A second annotator; the better of the two counts. */
	readonly notes_alt?: readonly TruthNote[];
	/** Seconds; more than the usual 0.05 where notes were aligned and not measured. */
	readonly onset_tolerance_s?: number;
	readonly beats?: readonly number[];
	readonly downbeats?: readonly number[];
	readonly key?: string;
	readonly key_signature?: number;
	/** From and until, seconds, and root and quality: `D#:maj`. */
	readonly chords?: readonly (readonly [number, number, string])[];
	readonly time_signature?: string;
	readonly time_signature_changes?: readonly (readonly [number, string])[];
	/** A MusicXML file. */
	readonly score?: string;
	/** Onset and length in quarters, pitch, hand. */
	readonly score_notes?: readonly (readonly [number, number, number, string?])[];
	readonly score_notes_note?: string;
}

export interface Item {
	readonly name: string;
	readonly folder: string;
	readonly audio: string;
	readonly truth: Truth;
	/** `maps`, `violin`: the name up to its first underscore. */
	readonly group: string;
}

/** The items of a folder of `<item>/{audio.*, truth.json}`, by name. */
export function itemsIn(dir: string): Item[] {
	return readdirSync(dir)
		.sort()
		.flatMap((name) => {
			const folder = join(dir, name);
			if (!existsSync(join(folder, 'truth.json'))) return [];
			const audio = readdirSync(folder).find((file) => file.startsWith('audio.'));
			if (audio === undefined) return [];
			const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
			return [{ name, folder, audio: join(folder, audio), truth, group: name.split('_')[0]! }];
		});
}
