/** What stands at the beginning of a MusicXML part: key, time, clefs, tuning, tempo. */
import { element, type Element } from '#music/export/xml.ts';
import type { Pitch } from '#music/note.ts';
import type { Score, TabStaff } from '#music/score/score.ts';
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
	const { key, metre, staves, tab } = score;
	const clefs: Clef[] = staves.map(({ clef, transpose }) => ({
		sign: clef === 'treble' ? 'G' : 'F',
		line: clef === 'treble' ? 2 : 4,
		octave: -transpose / 12
	}));
	if (tab !== null) clefs.push({ sign: 'TAB', line: 5, octave: 0 });
	const numbered = clefs.length > 1;
	return element('attributes', [
		element('divisions', divisions),
		element('key', [element('fifths', key.fifths), element('mode', key.mode)]),
		element('time', [element('beats', metre.beats), element('beat-type', metre.unit)]),
		numbered ? element('staves', clefs.length) : null,
		...clefs.map((clef, i) => clefElement(clef, numbered ? { number: i + 1 } : {})),
		tab === null ? null : staffDetails(tab, clefs.length)
	]);
}

interface Clef {
	readonly sign: 'G' | 'F' | 'TAB';
	readonly line: number;
	/** −1 for a clef with an 8 below, as guitars have: the staff sounds an octave lower than it looks. */
	readonly octave: number;
}

const clefElement = ({ sign, line, octave }: Clef, number: { number?: number }): Element =>
	element(
		'clef',
		[
			element('sign', sign),
			element('line', line),
			octave === 0 ? null : element('clef-octave-change', octave)
		],
		number
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

/** The metronome mark, and the same for players, who count in quarters. */
export function tempoMark({ tempo, beatMap }: Score): Element {
	const quarters = beatMap.beatTicks / PPQ;
	const rounded = Math.round(tempo);
	const [unit, dotted] = BEAT_UNITS[quarters] ?? ['quarter', false];
	return element(
		'direction',
		[
			element('direction-type', [
				element('metronome', [
					element('beat-unit', unit),
					dotted ? element('beat-unit-dot') : null,
					element('per-minute', rounded)
				])
			]),
			element('sound', [], { tempo: Math.round(tempo * quarters * 100) / 100 })
		],
		{ placement: 'above' }
	);
}

/** By quarters in a beat: note value, and whether it has a dot. */
const BEAT_UNITS: Readonly<Record<number, readonly [string, boolean]>> = {
	0.5: ['eighth', false],
	1: ['quarter', false],
	1.5: ['quarter', true],
	2: ['half', false],
	3: ['half', true]
};
