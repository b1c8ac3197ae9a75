/** The tables of an accuracy run: the ways side by side, then ours by group and by item. */
import type { Measured, Way } from './accuracy.ts';
import { markdownTable, meanOf, plainTable, type TableRow } from './table.ts';

const HEARD = {
	onset: 'onset',
	onsetOffset: '+offset',
	beat: 'beat',
	level: 'level',
	downbeat: 'downbeat',
	keyName: 'key name',
	chords: 'chords',
	metre: 'metre',
	tab: 'tab'
};

const WRITTEN = {
	noteF1: 'notes',
	rhythm: 'rhythm',
	rhythmFactor: 'rhyFac',
	rhythmAny: 'rhyAny',
	value: 'value',
	valueFactor: 'valFac',
	place: 'place',
	placeFactor: 'plaFac',
	time: 'time',
	key: 'key',
	hand: 'hand',
	badBars: 'badBar',
	voices: 'voices',
	ties: 'ties',
	short: '<32nd'
};

const DOUBT = {
	flagged: 'flagged',
	wrong: 'wrong',
	caught: 'caught',
	rightly: 'rightly',
	calibration: 'calibr.'
};

const WAYS: Readonly<Record<Way, string>> = {
	ours: 'ours',
	published: 'published decoder, MuseScore',
	true: 'true notes, our writing',
	trueImported: 'true notes, MuseScore'
};

interface Table {
	readonly title: string;
	readonly text: string;
}

export function tables(measured: readonly Measured[], form: 'plain' | 'markdown'): Table[] {
	const table = form === 'plain' ? plainTable : markdownTable;
	const ways = (Object.keys(WAYS) as Way[])
		.map((way) => meanOf(WAYS[way], rowsOf(measured, way)))
		.filter(({ figures }) => Object.keys(figures).length > 0);
	const ours = rowsOf(measured, 'ours');
	const groups = [...new Set(measured.map(({ group }) => group))].map((group) => {
		const own = measured.filter((one) => one.group === group);
		return meanOf(`${group} (${own.length})`, rowsOf(own, 'ours'));
	});
	const heard = { ...HEARD };
	return [
		{ title: 'Means: ear and beats', text: table(ways, heard) },
		{ title: 'Means: the page', text: table(ways, WRITTEN) },
		{ title: 'Doubt', text: table([meanOf('ours', ours)], DOUBT) },
		{ title: 'By group: ear and beats', text: table(groups, HEARD) },
		{ title: 'By group: the page', text: table(groups, WRITTEN) },
		{ title: 'By item: ear and beats', text: table(ours, HEARD) },
		{ title: 'By item: the page', text: table(ours, WRITTEN) }
	];
}

const rowsOf = (measured: readonly Measured[], way: Way): TableRow[] =>
	measured.map(({ item, ways }) => ({ name: item, figures: ways[way] }));

const PREFACE = `# Accuracy

Written by \`npm run -s bench -- accuracy --dir DIR --markdown docs/accuracy.md\`, over real recordings with truths
that may not be passed on and so are not in the project. DIR holds \`<item>/audio.*\` and \`<item>/truth.json\`. All with
the defaults; a dash stands where the truth does not say.

- onset, +offset: F1 of the notes (±50 ms or the truth's own tolerance; offsets only where they were measured).
- beat, level, downbeat: F1 at ±70 ms; level is the best of as found, twice and half as fast. tab: string and fret right,
  given the true notes.
- rhythm, value, place: distances between onsets, written lengths and places in the bar that are right, of aligned
  notes; -Fac after one factor 1, 2 or ½, -Any after the best simple ratio. time, key: signatures at the start.
- chords: share of the time in which root and mode of the chord symbol are right, where symbols are written.
- flagged: share of notes marked doubtful; wrong: share of all notes that are wrong; caught: share of the wrong notes
  that are flagged; rightly: share of the flagged that are wrong; calibr.: how far confidence is from the share that is right.
`;

/** The page that keeps the tables: docs/accuracy.md. */
export const accuracyPage = (measured: readonly Measured[]): string =>
	`${PREFACE}\n${tables(measured, 'markdown')
		.map(({ title, text }) => `## ${title}\n\n${text}\n`)
		.join('\n')}`;
