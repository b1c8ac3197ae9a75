/** The tables of an accuracy run: the ways side by side, then ours by group and by item. */
import type { Measured, Way } from './accuracy.ts';
import { pooled } from './doubt-figures.ts';
import { markdownTable, meanOf, plainTable, shown, type TableRow } from './table.ts';
import { reached, standing, TARGETS } from './targets.ts';

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
	possible: 'possible',
	rightly: 'rightly',
	misread: 'misread',
	misreadCaught: 'caught',
	said: 'said',
	right: 'right',
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
	const names = [...new Set(measured.map(({ group }) => group))];
	const groups = names.map((group) => {
		const own = measured.filter((one) => one.group === group);
		return meanOf(`${group} (${own.length})`, rowsOf(own, 'ours'));
	});
	const doubts = groups.filter(({ figures }) => figures['flagged'] !== undefined);
	const doubt = [meanOf('mean of items', ours), pooled('all notes together', ours), ...doubts];
	return [
		{ title: 'Means: ear and beats', text: table(ways, HEARD) },
		{ title: 'Means: the page', text: table(ways, WRITTEN) },
		{ title: 'Doubt', text: table(doubt, DOUBT) },
		{ title: 'By group: ear and beats', text: table(groups, HEARD) },
		{ title: 'By group: the page', text: table(groups, WRITTEN) },
		{ title: 'By item: ear and beats', text: table(ours, HEARD) },
		{ title: 'By item: the page', text: table(ours, WRITTEN) }
	];
}

const rowsOf = (measured: readonly Measured[], way: Way): TableRow[] =>
	measured.map(({ item, ways }) => ({ name: item, figures: ways[way] }));

const PREFACE = `# Accuracy

From a recording to a page, measured. Every recording goes through the whole pipeline with its defaults — nothing is set for an
item, instrument and tempo included — and what comes out is held against what was played and what is printed.

Written by \`npm run -s bench -- accuracy --dir DIR --markdown docs/accuracy.md\`. DIR holds \`<item>/audio.*\` and
\`<item>/truth.json\`: real pianos (maps), pianists' performances through a sampled piano (asap), violins, guitars, a singer with
piano, voices, bands. The recordings may not be passed on and are not in the project. A dash stands where a truth does not say.

`;

const EXPLAINED = `## What is measured

- **onset, +offset**: F1 of the notes as mir_eval counts them: pitch within a quarter tone, onset within 50 ms (or the truth's own
  tolerance where it was aligned); with the offset within 50 ms or a fifth of the note, only where offsets were measured.
- **beat, level, downbeat**: F1 within 70 ms; level is the best of as found, twice and half as fast. **key name**: the key by
  MIREX weights (½ a fifth away, .3 relative, .2 parallel). **metre**: right at the start. **tab**: string and fret right.
- **rhythm, value, place**: of the notes that the page and the print share, the distances between onsets, the written lengths and
  the places in the bar that are right; **-Fac** after one factor 1, 2 or ½ for the whole piece, **-Any** after the best simple ratio.
  **time, key**: the signatures at the start. **hand**: the right staff of a piano.
  **chords**: share of the time in which root and mode of the chord symbol are right, where symbols are written.
- **badBar**: bars with an overfull or unfilled voice. **voices** a staff and **ties** a bar with notes. **<32nd**: notes shorter than that.
- **flagged**: share of notes marked as doubtful. **wrong**: share of notes that are not right by the onset rule; **caught**: share of
  these that are flagged; **possible**: the most that a tenth of the notes could catch; **rightly**: share of the flagged notes that are wrong.
  **misread**: notes of whose pitch nothing was played within 150 ms, and how many of these are caught; the rest of the wrong notes are
  only early or late against their truth. **said, right**: the mean confidence, and the share of notes that is right; **calibr.**: how far
  the two are apart in ten bins of confidence (of a short piece, mostly by chance).
- **Ways.** *ours*: recording to page. *published decoder, MuseScore*: Basic Pitch's own decoder with its defaults, and MuseScore 3's import
  of those notes. *true notes*: what was really played, written by us and by MuseScore: what the page would be with a perfect ear.

## Fitting and measuring are apart

- Classifiers, costs and thresholds are fitted on sound that the project renders itself (\`scripts/fit/\`: made-up music, sample sets in the
  public domain or under CC BY and soundfonts under Apache and MIT licences, rooms, noise, codecs) and on free printed music (OpenScore
  Lieder, CC0; the Mutopia Project, public domain and CC BY, without the works of these tables) played by our own performer. Nothing is
  fitted on a recording of these tables.
- A fit is judged on groups of sounds that it has not heard, and the confidence is calibrated on those.
- These recordings say only whether a change helps, and it should in more than one of the groups.
`;

/** The page that keeps the tables: docs/accuracy.md. */
export function accuracyPage(measured: readonly Measured[]): string {
	const rest = tables(measured, 'markdown').map(({ title, text }) => `## ${title}\n\n${text}\n`);
	const items = `${measured.length} recordings.`;
	return [
		PREFACE,
		`## What was asked\n\n${asked(measured)}\n\n${items}\n`,
		EXPLAINED,
		...rest
	].join('\n');
}

const asked = (measured: readonly Measured[]): string =>
	[
		'| figure, mean of items | others on the same recordings | at least | aim | reached | |',
		'| --- | --- | --: | --: | --: | --- |',
		...TARGETS.map((target) => {
			const value = reached(target, measured);
			const numbers = [target.least, target.aim, value].map(shown).join(' | ');
			return `| ${target.name} | ${target.anchor} | ${numbers} | ${standing(target, value)} |`;
		})
	].join('\n');
