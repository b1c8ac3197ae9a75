/**
 * MusicXML 4.0, partwise: the score as notation programs open it.
 *
 * A guitar has its notation on staff 1 and its tab on staff 2. The tab staff is
 * of type "alternate", the format's own word for a second view of the same
 * music; string, fret, tuning and capo are there, and only there, so that
 * notation stays free of string numbers.
 *
 * Guitar notation stands under a clef with an 8 below and has the pitches that
 * sound. A `transpose` would say the same, but readers exist that lose ties over it.
 */
import type { About } from '#music/export/about.ts';
import { accidentalsOf } from '#music/export/accidentals.ts';
import { attributes, changedAttributes, divisionsOf } from '#music/export/musicxml-attributes.ts';
import { sectionMark, swingMark, tempoMark } from '#music/export/musicxml-directions.ts';
import { techniqueMarks, type Marks } from '#music/export/musicxml-techniques.ts';
import { tabElements, voiceElements } from '#music/export/musicxml-voice.ts';
import { element, writeXml, type Element } from '#music/export/xml.ts';
import type { Bar, ChordNote, Score } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

const PART = 'P1';
const NAMES = {
	guitar: 'Guitar',
	bass: 'Bass Guitar',
	ukulele: 'Ukulele',
	banjo: 'Banjo',
	piano: 'Piano',
	melody: 'Melody'
} as const;
/** General MIDI, from 1. */
const PROGRAMS = { guitar: 26, bass: 34, ukulele: 25, banjo: 106, piano: 1, melody: 1 } as const;

const PROLOGUE = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
`;

/** @returns the text of a `.musicxml` file, UTF-8. */
export function toMusicXml(score: Score, about: About): string {
	const divisions = divisionsOf(score);
	const marks = techniqueMarks(score);
	const measures = score.bars.map((bar, i) => measure(score, bar, i, divisions, marks));
	return (
		PROLOGUE +
		writeXml(
			element(
				'score-partwise',
				[
					about.title === '' ? null : element('work', [element('work-title', about.title)]),
					identification(about),
					partList(score),
					element('part', measures, { id: PART })
				],
				{ version: '4.0' }
			)
		)
	);
}

function identification({ artist }: About): Element {
	const supports = ['accidental', 'beam', 'stem'].map((name) =>
		element('supports', [], { element: name, type: 'yes' })
	);
	return element('identification', [
		// `composer` is the one creator that readers print on the page.
		artist === '' ? null : element('creator', artist, { type: 'composer' }),
		element('encoding', [element('software', 'Genesis Music'), ...supports])
	]);
}

function partList({ instrument }: Score): Element {
	const id = `${PART}-I1`;
	return element('part-list', [
		element(
			'score-part',
			[
				element('part-name', NAMES[instrument]),
				element('score-instrument', [element('instrument-name', NAMES[instrument])], { id }),
				element(
					'midi-instrument',
					[element('midi-channel', 1), element('midi-program', PROGRAMS[instrument])],
					{ id }
				)
			],
			{ id: PART }
		)
	]);
}

function measure(
	score: Score,
	bar: Bar,
	index: number,
	divisions: number,
	marks: ReadonlyMap<ChordNote, Marks>
): Element {
	const perTick = divisions / PPQ;
	const accidentals = accidentalsOf(bar);
	const content = [...opening(score, bar, index, divisions)];
	const context = { score, bar, perTick, accidentals, marks };
	const voices = bar.voices.map((voice) => voiceElements(voice, context));
	if (score.tab !== null) voices.push(...bar.voices.map((voice) => tabElements(voice, context)));
	for (const [i, elements] of voices.entries()) {
		if (i > 0) content.push(element('backup', [element('duration', bar.length * perTick)]));
		content.push(...elements);
	}
	const style = endOf(score, index);
	if (style !== null) {
		content.push(element('barline', [element('bar-style', style)], { location: 'right' }));
	}
	return element('measure', content, {
		number: bar.number,
		...(bar.number === 0 && { implicit: 'yes' })
	});
}

/** What a bar says before its first note. */
function opening(score: Score, bar: Bar, index: number, divisions: number): readonly Element[] {
	const first =
		index === 0
			? [attributes(score, divisions), tempoMark(score), score.swing && swingMark(score.swing)]
			: [changedAttributes(score, index)];
	const section = bar.section === null ? null : sectionMark(bar.section);
	return [...first, section].filter((each) => each !== null);
}

/** A section or a key ends with two thin lines, the piece with a thick one. */
function endOf({ bars }: Score, index: number): string | null {
	const next = bars[index + 1];
	if (next === undefined) return 'light-heavy';
	const turns = next.section !== null || next.key.fifths !== bars[index]!.key.fifths;
	return turns ? 'light-light' : null;
}
