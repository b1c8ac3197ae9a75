/**
 * The whole pipeline over a folder of `<item>/{audio.*, truth.json}`: notes,
 * beats, key, metre, page and tab against the truth, beside the published note
 * decoder and, where MuseScore is installed, its import of the same notes. The
 * true notes go through our writing too, so that a weak ear and a weak scribe
 * can be told apart.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { doubtFigures } from './doubt-figures.ts';
import * as figures from './figures.ts';
import { findMuseScore, importedBy } from './musescore.ts';
import { accuracyPage, tables } from './report.ts';
import { itemsIn, type Item, type TruthNote } from './truth.ts';
import { meanOf, type Figures, type TableRow } from './table.ts';
import { listenToFile, openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import { toTranscript } from '#music/export/transcript.ts';
import type { PlayedNote } from '#music/note.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING, PUBLISHED_HEARING } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';

export interface AccuracyOptions {
	readonly dir: string;
	readonly json?: string;
	/** A page of Markdown with the tables. */
	readonly markdown?: string;
	/** Where the transcript and the MusicXML of each item are written, for other scorers. */
	readonly out?: string;
	/** Only items whose name contains this. */
	readonly only?: string;
}

/** The ways from a recording, or its true notes, to a page. */
export type Way = 'ours' | 'published' | 'true' | 'trueImported';

export interface Measured {
	readonly item: string;
	readonly group: string;
	readonly ways: Readonly<Record<Way, Figures>>;
}

export async function measureAccuracy(options: AccuracyOptions): Promise<void> {
	const { dir, json, markdown, out, only = '' } = options;
	if (out) mkdirSync(out, { recursive: true });
	const museScore = findMuseScore();
	if (museScore === null) console.log('MuseScore is not installed: its import is left out.');
	const ear = await openEar();
	const measured: Measured[] = [];
	for (const item of itemsIn(dir).filter(({ name }) => name.includes(only))) {
		const { activations } = await listenToFile(item.audio, ear);
		const notes = hear(activations, DEFAULT_HEARING);
		const published = hear(activations, PUBLISHED_HEARING);
		const ways = {
			ours: oursOf(item, notes, out),
			published: {
				...figures.noteFigures(item.truth, published),
				...imported(item, museScore, published)
			},
			true: trueOf(item),
			trueImported: imported(item, museScore, figures.trueNotes(item.truth))
		};
		measured.push({ item: item.name, group: item.group, ways });
		process.stderr.write(`${item.name}\n`);
	}
	await ear.dispose();
	for (const { title, text } of tables(measured, 'plain')) console.log(`\n${title}\n${text}`);
	if (json) {
		const means = meansOf(measured);
		writeFileSync(json, `${JSON.stringify({ means, items: measured }, null, '\t')}\n`);
	}
	if (markdown) writeFileSync(markdown, accuracyPage(measured));
}

function oursOf(item: Item, notes: readonly PlayedNote[], out: string | undefined): Figures {
	const score = writeScore(notes, DEFAULT_WRITING);
	const page = figures.musicXmlOf(score, item);
	if (out) {
		const transcript = JSON.stringify(toTranscript(notes, score));
		writeFileSync(join(out, `${item.name}.json`), transcript);
		writeFileSync(join(out, `${item.name}.musicxml`), page);
	}
	return {
		...figures.noteFigures(item.truth, notes),
		...figures.beatFigures(item.truth, notes, score),
		...figures.pageFigures(item, page),
		...doubtFigures(item.truth, notes)
	};
}

/** Without notes in its truth, an item says nothing of the writing alone. */
function trueOf(item: Item): Figures {
	const notes = figures.trueNotes(item.truth);
	if (notes.length === 0) return {};
	const score = writeScore(notes, DEFAULT_WRITING);
	const guitar = writeScore(notes, { ...DEFAULT_WRITING, instrument: 'guitar' });
	return {
		...figures.beatFigures(item.truth, notes, score),
		...figures.pageFigures(item, figures.musicXmlOf(score, item)),
		tab: figures.tabFigure(item.truth, notes, guitar)
	};
}

function imported(item: Item, program: string | null, notes: readonly PlayedNote[]): Figures {
	const asked = item.truth.score !== undefined || item.truth.score_notes !== undefined;
	if (program === null || notes.length === 0 || !asked) return {};
	const plain = notes.map(({ start, end, pitch }): TruthNote => [start, end, pitch]);
	const page = importedBy(program, plain);
	return page === null ? {} : { ...figures.pageFigures(item, page) };
}

function meansOf(measured: readonly Measured[]): Record<Way, Figures> {
	const mean = (way: Way): Figures => {
		const rows = measured.map(({ item, ways }): TableRow => ({ name: item, figures: ways[way] }));
		return meanOf(way, rows).figures;
	};
	return {
		ours: mean('ours'),
		published: mean('published'),
		true: mean('true'),
		trueImported: mean('trueImported')
	};
}
