/**
 * Hears every recording of a folder of `<item>/{audio.*, truth.json}` and scores
 * the notes against the truth. With `--out` the notes are also written, one JSON
 * file an item, for other scorers.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scoreNotes, type NoteScore, type ScoredNote } from './note-scores.ts';
import { listenToFile, openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import { DEFAULT_HEARING, PUBLISHED_HEARING } from '#music/settings.ts';

export interface AccuracyOptions {
	readonly dir: string;
	readonly json?: string;
	readonly out?: string;
	readonly preset: 'default' | 'published';
}

interface Truth {
	readonly notes?: readonly ScoredNote[];
	/** A second annotator; the better of the two counts. */
	readonly notes_alt?: readonly ScoredNote[];
	readonly onset_tolerance_s?: number;
}

interface Row extends NoteScore {
	readonly item: string;
	/** Seconds of sound heard in one second. */
	readonly speed: number;
}

export async function measureAccuracy({ dir, json, out, preset }: AccuracyOptions): Promise<void> {
	const hearing = preset === 'published' ? PUBLISHED_HEARING : DEFAULT_HEARING;
	const rows: Row[] = [];
	if (out) mkdirSync(out, { recursive: true });
	const ear = await openEar();
	for (const item of readdirSync(dir).sort()) {
		const audio = audioIn(join(dir, item));
		if (!audio) continue;
		const begun = performance.now();
		const heard = await listenToFile(audio, ear);
		const notes = notesOf(hear(heard.activations, hearing));
		const speed = heard.seconds / ((performance.now() - begun) / 1000);
		if (out) writeFileSync(join(out, `${item}.json`), JSON.stringify({ notes }));

		const truth = JSON.parse(readFileSync(join(dir, item, 'truth.json'), 'utf8')) as Truth;
		if (!truth.notes) continue;
		rows.push({ item, ...bestScore(truth, notes), speed });
		print(rows.at(-1)!);
	}
	await ear.dispose();
	const mean = meanOf(rows);
	print(mean);
	if (json) writeFileSync(json, `${JSON.stringify({ preset, hearing, mean, rows }, null, '\t')}\n`);
}

function audioIn(folder: string): string | undefined {
	if (!existsSync(join(folder, 'truth.json'))) return undefined;
	const name = readdirSync(folder).find((file) => file.startsWith('audio.'));
	return name && join(folder, name);
}

const notesOf = (notes: ReturnType<typeof hear>): ScoredNote[] =>
	notes.map(({ start, end, pitch }) => [start, end, pitch]);

function bestScore(truth: Truth, heard: readonly ScoredNote[]): NoteScore {
	const tolerance = truth.onset_tolerance_s ?? 0.05;
	return [truth.notes, truth.notes_alt]
		.filter((notes) => notes !== undefined)
		.map((notes) => scoreNotes(notes, heard, tolerance))
		.reduce((best, score) => (score.onset > best.onset ? score : best));
}

function meanOf(rows: readonly Row[]): Row {
	const mean = (value: (row: Row) => number) =>
		rows.reduce((sum, row) => sum + value(row), 0) / Math.max(1, rows.length);
	return {
		item: `mean of ${rows.length}`,
		onset: mean((row) => row.onset),
		onsetOffset: mean((row) => row.onsetOffset),
		lateness: mean((row) => row.lateness),
		speed: mean((row) => row.speed)
	};
}

function print({ item, onset, onsetOffset, lateness, speed }: Row): void {
	const figures = [
		`onset ${onset.toFixed(3)}`,
		`onset+offset ${onsetOffset.toFixed(3)}`,
		`${(lateness * 1000).toFixed(0).padStart(4)} ms late`,
		`${speed.toFixed(0)}x real time`
	];
	console.log(`${item.padEnd(40)} ${figures.join('   ')}`);
}
