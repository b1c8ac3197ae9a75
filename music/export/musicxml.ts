/**
 * MusicXML 4.0, partwise: the score as notation programs open it.
 *
 * A guitar has one staff whose notes carry their string and fret, and the
 * tuning and capo are in its staff details. A second TAB staff would repeat
 * every note, and readers that do not link the two would play them twice.
 */
import type { About } from '#music/export/about.ts';
import { accidentalsOf } from '#music/export/accidentals.ts';
import { attributes, divisionsOf, tempoMark } from '#music/export/musicxml-attributes.ts';
import { voiceElements } from '#music/export/musicxml-note.ts';
import { element, writeXml, type Element } from '#music/export/xml.ts';
import type { Bar, Score } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

const PART = 'P1';
const NAMES = { guitar: 'Guitar', piano: 'Piano', melody: 'Melody' } as const;
/** General MIDI, from 1. */
const PROGRAMS = { guitar: 26, piano: 1, melody: 1 } as const;

const PROLOGUE = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
`;

/** @returns the text of a `.musicxml` file, UTF-8. */
export function toMusicXml(score: Score, about: About): string {
	const divisions = divisionsOf(score);
	const measures = score.bars.map((bar, i) => measure(score, bar, i, divisions));
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

function measure(score: Score, bar: Bar, index: number, divisions: number): Element {
	const perTick = divisions / PPQ;
	const accidentals = accidentalsOf(bar, score.key);
	const content: Element[] = [];
	if (index === 0) content.push(attributes(score, divisions), tempoMark(score));
	for (const [i, voice] of bar.voices.entries()) {
		if (i > 0) content.push(element('backup', [element('duration', bar.length * perTick)]));
		content.push(...voiceElements(score, bar, voice, { perTick, accidentals }));
	}
	if (index === score.bars.length - 1) {
		content.push(element('barline', [element('bar-style', 'light-heavy')], { location: 'right' }));
	}
	return element('measure', content, {
		number: bar.number,
		...(bar.number === 0 && { implicit: 'yes' })
	});
}
