/**
 * Fits the judges of beats and bars on performances that we make of printed
 * music: `node scripts/fit/fit-beats.ts --songs DIR [--stage onsets] [--count N]`,
 * the onsets first. DIR is a copy of
 * the OpenScore Lieder corpus (CC0); without it only the guitar patterns of
 * strums.ts are played. Writes music/rhythm/*-weights.ts.
 */
import { globSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groupings } from '#music/rhythm/bars.ts';
import { accentsOf, barEvidence, BAR_FEATURES } from '#music/rhythm/bar-evidence.ts';
import { hypothesesOf, type Hypothesis } from '#music/rhythm/hypotheses.ts';
import { judge } from '#music/rhythm/judge.ts';
import { onsetEvidence, ONSET_FEATURES } from '#music/rhythm/onset-evidence.ts';
import { ACCENTS, classes, eventsOf, findOnsets } from '#music/rhythm/onsets.ts';
import { PLACES } from '#music/rhythm/phases.ts';
import { pulseEvidence, PULSE_FEATURES } from '#music/rhythm/pulse-evidence.ts';
import { perform, type Performance } from './beat-performer.ts';
import { chance, type Chance } from './chance.ts';
import { readPrinted } from './printed.ts';
import { strummed } from './strums.ts';
import type { Committee } from '#models/hearing/network.ts';
import { train, type Examples, type Recipe } from './train.ts';

const RECIPE: Recipe = { hidden: [20, 10], members: 3, epochs: 14, rate: 0.003, decay: 1e-4 };
/** Seconds by which a beat may be off. */
const NEAR = 0.07;
/** Seconds within which an onset is on a beat. */
const ON_BEAT = 0.06;
/** A grouping with the right downbeats but the wrong metre is worth this much of a right one. */
const WRONG_METRE = 0.45;

const { values } = parseArgs({
	options: {
		songs: { type: 'string' },
		count: { type: 'string', default: '6000' },
		stage: { type: 'string', default: 'beats' }
	}
});
const files =
	values.songs === undefined
		? []
		: globSync('**/*.mscx', { cwd: values.songs })
				.sort()
				.map((file) => join(values.songs!, file));

if (values.stage === 'onsets') fitOnsets();
else fitBeats();

function* performances(seed: number): Generator<readonly [Performance, Chance]> {
	for (let k = 0; k < Number(values.count); k++) {
		const dice = chance(seed * 1_000_000 + k);
		const printed = files.length > 0 && dice.maybe(0.7);
		const song = printed ? readPrinted(dice.pick(files)) : strummed(dice);
		const performance = song && perform(song, dice);
		if (performance) yield [performance, dice];
	}
}

/** Which onsets are on a beat; and then, by how much they look it, where in the beat onsets fall. */
function fitOnsets(): void {
	const onsets = collector(ONSET_FEATURES);
	const played = [...performances(1)].map(([one]) => one);
	for (const { notes, beats } of played) {
		const { times, marks } = eventsOf(notes);
		times.forEach((time, g) => {
			const away = Math.min(...beats.map((beat) => Math.abs(beat - time)));
			onsets.add(onsetEvidence(marks, times, g), away < ON_BEAT ? 1 : 0);
		});
	}
	const committee = train(onsets.examples(), { ...RECIPE, members: 1 }, 3);
	const counts = {
		duple: Array.from({ length: ACCENTS }, () => new Array<number>(5).fill(1)),
		triple: Array.from({ length: ACCENTS }, () => new Array<number>(4).fill(1))
	};
	for (const { notes, beats, compound } of played) {
		const { times, marks } = eventsOf(notes);
		const accents = classes(marks.map((_, g) => judge(committee, onsetEvidence(marks, times, g))));
		const division = compound ? 'triple' : 'duple';
		times.forEach((time, g) => {
			const i = beats.findLastIndex((beat) => beat <= time);
			if (i < 0 || i > beats.length - 2) return;
			const length = beats[i + 1]! - beats[i]!;
			const into = (time - beats[i]!) / length;
			const near = Math.min(0.11, 0.03 / length + 0.03);
			const place = PLACES[division].findIndex((at) => {
				const off = into - at;
				return Math.abs(off - Math.round(off)) <= near;
			});
			const row = counts[division][accents[g]!]!;
			row[place < 0 ? row.length - 1 : place]! += 1;
		});
	}
	const shares = (rows: readonly (readonly number[])[]): number[][] =>
		rows.map((row) => {
			const all = row.reduce((sum, count) => sum + count, 0);
			return row.slice(0, -1).map((count) => Math.round((1000 * count) / all) / 1000);
		});
	const places = JSON.stringify({ duple: shares(counts.duple), triple: shares(counts.triple) });
	console.log(places);
	write(
		'onset',
		committee,
		`
/** By accent, from the weakest: the share of onsets at each place in the beat. */
export const PLACE_SHARES: Readonly<Record<'duple' | 'triple', readonly (readonly number[])[]>> = ${places};
`
	);
}

function fitBeats(): void {
	const pulses = collector(PULSE_FEATURES);
	const bars = collector(BAR_FEATURES);
	for (const [performance, dice] of performances(2)) examine(performance, dice, pulses, bars);
	write('pulse', train(pulses.examples(), RECIPE, 1));
	write('bar', train(bars.examples(), RECIPE, 2));
}

function examine(played: Performance, dice: Chance, pulses: Rows, bars: Rows): void {
	const onsets = findOnsets(played.notes);
	const hypotheses = hypothesesOf(onsets, ['duple', 'triple'], null);
	const scores = hypotheses.map(({ beats }) => agreement(played.beats, beats));
	hypotheses.forEach((hypothesis, i) => {
		pulses.add(pulseEvidence(hypothesis, onsets), Math.max(0, (scores[i]! - 0.2) / 0.8) ** 1.5);
	});
	const best = hypotheses[scores.indexOf(Math.max(...scores))]!;
	const other = dice.pick(hypotheses);
	for (const one of best === other ? [best] : [best, other]) group(one, played, bars);
}

function group({ beats }: Hypothesis, played: Performance, bars: Rows): void {
	const accents = accentsOf(beats, played.notes);
	for (const grouping of groupings(beats.length, null)) {
		const downbeats = beats.filter(
			(_, i) => i >= grouping.downbeat && (i - grouping.downbeat) % grouping.beats === 0
		);
		const named = grouping.beats === played.inBar && grouping.compound === played.compound;
		const worth = agreement(played.downbeats, downbeats) * (named ? 1 : WRONG_METRE);
		bars.add(barEvidence(accents, grouping), worth ** 1.5);
	}
}

/** F1 of beats in order, each paired with the next that is near. */
function agreement(truth: readonly number[], found: readonly number[]): number {
	let matched = 0;
	let next = 0;
	for (const beat of truth) {
		while (next < found.length && found[next]! < beat - NEAR) next++;
		if (next < found.length && found[next]! <= beat + NEAR) {
			matched++;
			next++;
		}
	}
	return (2 * matched) / (truth.length + found.length);
}

interface Rows {
	readonly add: (row: Float64Array, truth: number) => void;
	readonly examples: () => Examples;
}

function collector(inputs: number): Rows {
	const rows: Float64Array[] = [];
	const truths: number[] = [];
	return {
		add: (row, truth) => {
			rows.push(row);
			truths.push(truth);
		},
		examples: () => {
			const all = new Float64Array(rows.length * inputs);
			rows.forEach((row, i) => all.set(row, i * inputs));
			return {
				inputs,
				rows: all,
				truths: Float32Array.from(truths),
				counts: new Float32Array(truths.length).fill(1)
			};
		}
	};
}

function write(name: 'onset' | 'pulse' | 'bar', committee: Committee, more = ''): void {
	const { mean, deviation, members } = committee;
	const text = `/** Fitted by scripts/fit/fit-beats.ts; not written by hand. */
import type { Judging } from '#music/rhythm/judge.ts';

export const ${name.toUpperCase()}_JUDGES: Judging = ${JSON.stringify({ mean, deviation, members })};
${more}`;
	writeFileSync(new URL(`../../music/rhythm/${name}-weights.ts`, import.meta.url), text);
}
