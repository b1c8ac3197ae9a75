/**
 * What each bar of a score asks of a player. Everything that is counted here only grows with more
 * notes and with a faster tempo, so a page that was made easier is never called harder.
 */
import { beatTicks } from '#music/rhythm/count.ts';
import type { Bar, Chord, ChordNote, Score } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

const COST = {
	/** Each stroke a second; fast ones cost more than twice as many slow ones. */
	stroke: 0.11,
	quick: 0.012,
	/** Each further note a second that is struck with another: a finger more, or a string under the same stroke. */
	together: 0.06,
	strummed: 0.015,
	/** Each stroke a second between the halves of a beat; one on a half costs half of it. */
	between: 0.05,
	/** Each line that goes beside the first. */
	line: 0.15,
	/** Each note a second outside the key. */
	foreign: 0.08,
	/** Each slide, bend, hammer-on, … a second. */
	technique: 0.06,
	/** Frets beyond the four under the fingers; semitones beyond an octave under a pianist's hand. */
	stretch: 0.2,
	keyStretch: 0.05,
	/** More notes to press than there are fingers. */
	barre: 0.3,
	/** Each fret up the neck beyond the easy ones. */
	height: 0.04,
	/** What a hand travels in the bar beyond its place, a second: frets, or semitones beyond an octave. */
	travel: 0.05,
	keyTravel: 0.015
} as const;

/** Frets beside the first finger's that the hand covers; where the neck is no longer at hand. */
const COVERED = 3;
const EASY_FRET = 7;
const FINGERS = 4;
const OCTAVE = 12;

/** Quarter notes a minute. */
export const quartersOf = ({ tempo, beatMap }: Score): number => (tempo * beatMap.beatTicks) / PPQ;

/** One number for each bar: 0 for silence, about 1 for what takes a few years to play. */
export function effortsOf(score: Score): readonly number[] {
	const quarters = quartersOf(score);
	return score.bars.map((bar) => {
		const seconds = ((bar.length / PPQ) * 60) / quarters;
		return (
			timeEffort(bar, seconds, score.tab !== null) + handEffort(bar, seconds, score.tab !== null)
		);
	});
}

/** What grows with the tempo, wherever the notes lie. */
function timeEffort(bar: Bar, seconds: number, strings: boolean): number {
	const chords = bar.voices.map(({ events }) => events.flatMap(struck));
	const all = chords.flat();
	const starts = new Set(all.map(({ start }) => start));
	const notes = all.flatMap((chord) => chord.notes);
	const beat = beatTicks(bar.metre);
	const between = [...starts].reduce((sum, at) => sum + offBeat((at - bar.start) / beat), 0);
	const foreign = notes.filter(({ spelling }) => spelling.alter !== alterIn(bar, spelling.step));
	const techniques = notes.reduce((sum, { techniques = [] }) => sum + techniques.length, 0);
	const strokes = starts.size / seconds;
	const lines = chords.filter((line) => line.length > 0).length;
	return (
		COST.stroke * strokes +
		COST.quick * strokes ** 2 +
		((strings ? COST.strummed : COST.together) * (notes.length - starts.size)) / seconds +
		(COST.between * between) / seconds +
		(COST.foreign * foreign.length) / seconds +
		(COST.technique * techniques) / seconds +
		COST.line * Math.max(0, lines - 1)
	);
}

/** What the place of the notes on the instrument asks for. */
function handEffort(bar: Bar, seconds: number, strings: boolean): number {
	return [0, 1].reduce((sum, staff) => {
		const chords = bar.voices
			.filter((voice) => voice.staff === staff)
			.flatMap(({ events }) => events.flatMap(struck));
		return sum + (strings ? fretEffort(chords, seconds) : keyEffort(chords, seconds));
	}, 0);
}

function fretEffort(chords: readonly Chord[], seconds: number): number {
	const held = chords.map(({ notes }) =>
		notes.flatMap(({ position }) => (position && position.fret > 0 ? [position.fret] : []))
	);
	const stretch = mostOf(held.map((frets) => spanOf(frets) - COVERED));
	const barre = held.some((frets) => frets.length > FINGERS) ? COST.barre : 0;
	const high = mostOf(held.flat().map((fret) => fret - EASY_FRET));
	const travel = Math.max(0, spanOf(held.flat()) - COVERED);
	return COST.stretch * stretch + barre + COST.height * high + (COST.travel * travel) / seconds;
}

function keyEffort(chords: readonly Chord[], seconds: number): number {
	const held = chords.map(({ notes }) => notes.map(({ pitch }) => pitch));
	const stretch = mostOf(held.map((pitches) => spanOf(pitches) - OCTAVE));
	const travel = Math.max(0, spanOf(held.flat()) - OCTAVE);
	return COST.keyStretch * stretch + (COST.keyTravel * travel) / seconds;
}

function spanOf(places: readonly number[]): number {
	let [low, high] = [Infinity, -Infinity];
	for (const place of places) [low, high] = [Math.min(low, place), Math.max(high, place)];
	return Math.max(0, high - low);
}

const mostOf = (values: readonly number[]): number =>
	values.reduce((most, value) => Math.max(most, value), 0);

/** A chord with the notes that begin in it, if any do. */
function struck(event: Bar['voices'][number]['events'][number]): readonly Chord[] {
	if (event.kind === 'rest') return [];
	const notes = event.notes.filter(({ tieBack }) => !tieBack);
	return notes.length > 0 ? [{ ...event, notes }] : [];
}

/** How far from the beats a stroke is: 0 on one, 0.5 half way between two, 1 anywhere else. */
function offBeat(beats: number): number {
	const place = beats - Math.floor(beats);
	return place === 0 ? 0 : place === 0.5 ? 0.5 : 1;
}

/** Letters in the order in which signatures sharpen them. */
const SHARPENED = 'FCGDAEB';

/** What the signature makes of a letter. */
function alterIn({ key: { fifths } }: Bar, step: ChordNote['spelling']['step']): number {
	const place = SHARPENED.indexOf(step);
	if (fifths > 0) return place < fifths ? 1 : 0;
	return place >= 7 + fifths ? -1 : 0;
}
