/** What stands at the beginning of a MusicXML part, and what changes later: key, time, clefs, tuning. */
import { element, type Element } from '#music/export/xml.ts';
import type { Pitch } from '#music/note.ts';
import type { Clef as ScoreClef, Score, TabStaff } from '#music/score/score.ts';
import type { Key, Metre } from '#music/settings.ts';
import { PPQ } from '#music/time.ts';

/** The fewest divisions of a quarter in which every length of the score is whole. */
export function divisionsOf({ bars }: Score): number {
	let step: number = PPQ;
	for (const { length, voices } of bars) {
		step = commonDivisor(step, length);
		for (const { events } of voices) {
			for (const event of events) step = commonDivisor(step, event.length);
		}
	}
	return PPQ / step;
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

export function attributes(score: Score, divisions: number): Element {
	const { staves, tab } = score;
	const [bar] = score.bars;
	const { key, metre, clefs } = bar ?? { ...score, clefs: staves.map(({ clef }) => clef) };
	const count = staves.length + (tab === null ? 0 : 1);
	return element('attributes', [
		element('divisions', divisions),
		keyElement(key),
		timeElement(metre),
		count > 1 ? element('staves', count) : null,
		...clefs.map((clef, i) => clefElement(staffClef(score, clef, i), i, count)),
		tab === null ? null : clefElement({ sign: 'TAB', line: 5, octave: 0 }, count - 1, count),
		tab === null ? null : staffDetails(tab, count)
	]);
}

/** What is new at a bar; null when nothing is. */
export function changedAttributes(score: Score, index: number): Element | null {
	const bar = score.bars[index]!;
	const before = score.bars[index - 1]!;
	const count = score.staves.length + (score.tab === null ? 0 : 1);
	const key = bar.key.fifths !== before.key.fifths || bar.key.mode !== before.key.mode;
	const time = bar.metre.beats !== before.metre.beats || bar.metre.unit !== before.metre.unit;
	const content = [
		key ? keyElement(bar.key) : null,
		time ? timeElement(bar.metre) : null,
		...bar.clefs.map((clef, i) =>
			clef === before.clefs[i] ? null : clefElement(staffClef(score, clef, i), i, count)
		)
	];
	return content.some((child) => child !== null) ? element('attributes', content) : null;
}

const keyElement = ({ fifths, mode }: Key): Element =>
	element('key', [element('fifths', fifths), element('mode', mode)]);

const timeElement = ({ beats, unit }: Metre): Element =>
	element('time', [element('beats', beats), element('beat-type', unit)]);

const staffClef = ({ staves }: Score, clef: ScoreClef, staff: number): Clef => ({
	sign: clef === 'treble' ? 'G' : 'F',
	line: clef === 'treble' ? 2 : 4,
	octave: -staves[staff]!.transpose / 12
});

interface Clef {
	readonly sign: 'G' | 'F' | 'TAB';
	readonly line: number;
	/** −1 for a clef with an 8 below, as guitars have: the staff sounds an octave lower than it looks. */
	readonly octave: number;
}

/** Of `count` staves the one at `index`; a part of one staff does not number it. */
const clefElement = ({ sign, line, octave }: Clef, index: number, count: number): Element =>
	element(
		'clef',
		[
			element('sign', sign),
			element('line', line),
			octave === 0 ? null : element('clef-octave-change', octave)
		],
		count > 1 ? { number: index + 1 } : {}
	);

const STEPS = ['C', 'C', 'D', 'E', 'E', 'F', 'F', 'G', 'A', 'A', 'B', 'B'] as const;
const ALTERS = [0, 1, 0, -1, 0, 0, 1, 0, -1, 0, -1, 0] as const;

/** The tab staff: another view of the notation above it. Its lines count from the lowest. */
function staffDetails({ tuning, capo }: TabStaff, number: number): Element {
	const open = tuning.toReversed().map((pitch, i) => stringTuning(pitch, i + 1));
	return element(
		'staff-details',
		[
			element('staff-type', 'alternate'),
			element('staff-lines', tuning.length),
			...open,
			capo > 0 ? element('capo', capo) : null
		],
		{ number }
	);
}

function stringTuning(open: Pitch, line: number): Element {
	const alter = ALTERS[open % 12]!;
	return element(
		'staff-tuning',
		[
			element('tuning-step', STEPS[open % 12]),
			alter === 0 ? null : element('tuning-alter', alter),
			element('tuning-octave', Math.floor(open / 12) - 1)
		],
		{ line }
	);
}
