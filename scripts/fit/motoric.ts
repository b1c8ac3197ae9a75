/** Unaccompanied lines as printed music, as a violin plays Bach: figures that run through chords, bar after bar. */
import type { Metre } from '#music/settings.ts';
import type { Chance } from './chance.ts';
import type { PrintedBar, PrintedNote, PrintedSong } from './printed.ts';

interface Dance {
	readonly metre: Metre;
	/** Notes in a beat that run, and quarters of a beat. */
	readonly parts: readonly number[];
	readonly beat: number;
	readonly inBar: number;
	/** Beats a second. */
	readonly tempo: readonly [number, number];
}

const DANCES: readonly Dance[] = [
	{ metre: { beats: 4, unit: 4 }, parts: [4, 2, 4], beat: 1, inBar: 4, tempo: [0.9, 2] },
	{ metre: { beats: 3, unit: 4 }, parts: [2, 4, 2], beat: 1, inBar: 3, tempo: [1.1, 2.8] },
	{ metre: { beats: 2, unit: 4 }, parts: [4, 2], beat: 1, inBar: 2, tempo: [0.9, 2.2] },
	{ metre: { beats: 2, unit: 2 }, parts: [4, 4, 8], beat: 2, inBar: 2, tempo: [0.6, 1.5] },
	{ metre: { beats: 6, unit: 8 }, parts: [3, 6], beat: 1.5, inBar: 2, tempo: [0.9, 2] },
	{ metre: { beats: 9, unit: 8 }, parts: [3], beat: 1.5, inBar: 3, tempo: [1, 2.2] },
	{ metre: { beats: 12, unit: 8 }, parts: [3, 6], beat: 1.5, inBar: 4, tempo: [0.9, 2] }
];
const SCALES = {
	major: [0, 2, 4, 5, 7, 9, 11],
	minor: [0, 2, 3, 5, 7, 8, 11]
} as const;
const STEPS = [0, 3, 4, 0, 5, 1, 4, 0, 3, 6, 2, 5];

/** Forty bars of one dance. */
export function motoric(chance: Chance): PrintedSong {
	const { metre, parts, beat, inBar, tempo } = chance.pick(DANCES);
	const scale = SCALES[chance.pick(['major', 'minor'] as const)];
	const tonic = chance.whole(52, 70);
	const tone = (degree: number): number =>
		tonic + scale[((degree % 7) + 7) % 7]! + 12 * Math.floor(degree / 7);
	const figures = Array.from({ length: 4 }, () => figure(chance, chance.pick(parts)));
	const rests = chance.between(0, 0.12);
	const double = chance.between(0, 0.4);
	const pickup = chance.maybe(0.4);
	const notes: PrintedNote[] = [];
	const bars: PrintedBar[] = [];
	let degree = 0;
	const bar = beat * inBar;
	for (let b = 0; b < 40; b++) {
		bars.push({ at: b * bar, length: bar, metre });
		const chord = STEPS[(b + 1) % STEPS.length]! + chance.pick([0, 0, 0, 2]);
		const pattern = Array.from({ length: inBar }, () => chance.pick(figures));
		const cadence = b % 8 === 7;
		for (let k = 0; k < inBar; k++) {
			const root = k < inBar / 2 || inBar === 3 ? chord : chord + chance.pick([0, 0, 3, 4]);
			const { offsets, leaps } = cadence && k >= inBar - 1 ? LONG : pattern[k]!;
			const base = leaps ? root : degree;
			for (const [i, offset] of offsets.entries()) {
				if (chance.maybe(rests) && i > 0) continue;
				if (pickup && b === 0 && k < inBar - 1) continue;
				const at = b * bar + k * beat + (i * beat) / offsets.length;
				const key = tone(base + offset);
				notes.push({ at, length: beat / offsets.length, pitch: key, part: 1 });
				if (i === 0 && k === 0 && chance.maybe(double)) {
					for (const below of chance.pick([[5], [5, 9], [7], [2, 7]])) {
						notes.push({ at, length: beat, pitch: tone(base + offset - below), part: 2 });
					}
				}
			}
			degree = nearTonic(base + offsets.at(-1)! + chance.pick([-1, 1, 0, 2, -2]));
		}
	}
	return {
		notes: notes.sort((a, b) => a.at - b.at || a.pitch - b.pitch),
		bars,
		tempo: beat * chance.between(tempo[0], tempo[1])
	};
}

interface Figure {
	/** Steps of the scale from where the figure stands. */
	readonly offsets: readonly number[];
	/** It is broken from the chord, and does not go on from the last note. */
	readonly leaps: boolean;
}

const LONG: Figure = { offsets: [0], leaps: true };
const nearTonic = (degree: number): number =>
	degree > 12 ? degree - 7 : degree < -5 ? degree + 7 : degree;

function figure(chance: Chance, parts: number): Figure {
	const leaps = chance.maybe(0.5);
	if (chance.maybe(0.12)) return { offsets: parts % 3 === 0 ? [0, 1, 2] : [0, 1], leaps };
	let at = leaps ? chance.pick([0, 2, 4, 7]) : 0;
	const way = chance.pick([1, -1]);
	const offsets = Array.from({ length: parts }, () => {
		const here = at;
		if (leaps) at = chance.pick([0, 2, 4, 7, 9]);
		else at += chance.maybe(0.75) ? way : -way;
		return here;
	});
	return { offsets, leaps };
}
