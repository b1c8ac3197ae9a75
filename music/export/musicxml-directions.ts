/** What stands over the music in MusicXML: tempo, swing, section marks, chord symbols. */
import { CHORD_SUFFIXES } from '#music/export/chord-text.ts';
import { element, type Element } from '#music/export/xml.ts';
import type { ChordSymbol, PitchName, Score, Swing } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

const above = (type: Element, sound: Element | null = null): Element =>
	element('direction', [element('direction-type', [type]), sound], { placement: 'above' });

/** The metronome mark, and the same for players, who count in quarters. */
export function tempoMark({ tempo, beatMap }: Score): Element {
	const quarters = beatMap.beatTicks / PPQ;
	const [unit, dotted] = BEAT_UNITS[quarters] ?? ['quarter', false];
	return above(
		element('metronome', [
			element('beat-unit', unit),
			dotted ? element('beat-unit-dot') : null,
			element('per-minute', Math.round(tempo))
		]),
		element('sound', [], { tempo: Math.round(tempo * quarters * 100) / 100 })
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

/** Long to short as whole numbers, which is all that the format can say. */
const RATIOS = [
	[1, 1],
	[5, 4],
	[3, 2],
	[2, 1],
	[5, 2],
	[3, 1]
] as const;

/** The word for people, the ratio for players. */
export function swingMark({ unit, ratio }: Swing): Element {
	const [first, second] = RATIOS.reduce((best, each) =>
		Math.abs(each[0] / each[1] - ratio) < Math.abs(best[0] / best[1] - ratio) ? each : best
	);
	const swing = element('swing', [
		element('first', first),
		element('second', second),
		element('swing-type', unit === 8 ? 'eighth' : '16th')
	]);
	return above(element('words', 'Swing', { 'font-weight': 'bold' }), element('sound', [swing]));
}

export const sectionMark = (name: string): Element =>
	above(element('rehearsal', name, { enclosure: 'rectangle' }));

/** A chord symbol, `offset` divisions after the note that follows; our qualities are the format's kinds. */
export function harmony({ root, quality, bass }: ChordSymbol, offset: number): Element {
	return element(
		'harmony',
		[
			element('root', named('root', root)),
			element('kind', quality, { text: CHORD_SUFFIXES[quality] }),
			bass && element('bass', named('bass', bass)),
			offset > 0 ? element('offset', offset) : null
		],
		{ placement: 'above' }
	);
}

const named = (what: 'root' | 'bass', { step, alter }: PitchName): (Element | null)[] => [
	element(`${what}-step`, step),
	alter === 0 ? null : element(`${what}-alter`, alter)
];
