/** Improvised lines as printed music: phrases over chords, that begin and end where they like, swung or not. */
import type { Metre } from '#music/settings.ts';
import type { Chance } from './chance.ts';
import type { PrintedBar, PrintedNote, PrintedSong } from './printed.ts';

const METRES: readonly Metre[] = [
	{ beats: 4, unit: 4 },
	{ beats: 4, unit: 4 },
	{ beats: 4, unit: 4 },
	{ beats: 3, unit: 4 }
];
const SCALES = [
	[0, 2, 4, 5, 7, 9, 11],
	[0, 2, 4, 7, 9],
	[0, 3, 5, 7, 10],
	[0, 3, 5, 6, 7, 10],
	[0, 2, 3, 5, 7, 9, 10]
] as const;
const ROOTS = [0, 0, 5, 7, 9, 2];
const BARS = 40;

/** Notes of a beat, as shares of it. */
const PARTS: Readonly<Record<'straight' | 'swung' | 'quick', readonly (readonly number[])[]>> = {
	straight: [[0], [0, 0.5], [0, 0.5], [0.5], [0, 0.25, 0.5, 0.75], [0, 0.75], [0, 0.5, 0.75]],
	swung: [[0], [0, 2 / 3], [0, 2 / 3], [2 / 3], [0, 1 / 3, 2 / 3], [0, 2 / 3]],
	quick: [
		[0, 0.25, 0.5, 0.75],
		[0, 0.25, 0.5, 0.75],
		[0, 0.5],
		[0.25, 0.5, 0.75],
		[0, 0.25, 0.75],
		[0, 0.5, 0.75],
		[0]
	]
};

/** Forty bars over a form of four or eight chords. */
export function improvised(chance: Chance): PrintedSong {
	const metre = chance.pick(METRES);
	const feel = PARTS[chance.pick(['straight', 'swung', 'swung', 'quick'] as const)];
	const scale = chance.pick(SCALES);
	const tonic = chance.whole(52, 66);
	const tone = (degree: number): number =>
		tonic +
		scale[((degree % scale.length) + scale.length) % scale.length]! +
		12 * Math.floor(degree / scale.length);
	const form = Array.from({ length: chance.pick([4, 4, 8]) }, () => chance.pick(ROOTS));
	const lasts = chance.pick([1, 1, 2]);
	const ons = chance.between(0.2, 0.9);
	const doubles = chance.maybe(0.3) ? chance.between(0, 0.25) : 0;
	const low = chance.maybe(0.25) ? chance.between(0.3, 0.9) : 0;
	const notes: PrintedNote[] = [];
	let degree = chance.whole(0, 5);
	let left = chance.whole(2, 10);
	let silent = 0;
	for (let beat = 0; beat < BARS * metre.beats; beat++) {
		const inBar = beat % metre.beats;
		const root = form[Math.floor(beat / metre.beats / lasts) % form.length]!;
		if (inBar === 0 && chance.maybe(low)) {
			notes.push({ at: beat, length: metre.beats * 0.8, pitch: tonic - 12 + root, part: 2 });
		}
		if (silent > 0) {
			silent--;
			continue;
		}
		const parts = chance.pick(feel);
		for (const [i, part] of parts.entries()) {
			degree += chance.pick([-2, -1, -1, 1, 1, 2, 0]);
			if (degree > 11) degree -= 3;
			if (degree < -4) degree += 3;
			let pitch = tone(degree);
			// What stands on a strong beat is often of the chord.
			if (part === 0 && inBar % 2 === 0 && chance.maybe(ons)) pitch = near(pitch, tonic + root);
			const at = beat + part;
			const length = (parts[i + 1] ?? 1) - part;
			notes.push({ at, length, pitch, part: 1 });
			if (chance.maybe(doubles)) {
				notes.push({ at, length, pitch: pitch - chance.pick([3, 4, 5, 7]), part: 1 });
			}
		}
		if (--left > 0) continue;
		silent = chance.whole(0, 4);
		left = chance.whole(2, 12);
		const last = notes.findLast(({ part }) => part === 1);
		if (last) notes[notes.lastIndexOf(last)] = { ...last, length: Math.max(last.length, silent) };
	}
	const bars: PrintedBar[] = Array.from({ length: BARS }, (_, b) => ({
		at: b * metre.beats,
		length: metre.beats,
		metre
	}));
	return {
		notes: notes.sort((a, b) => a.at - b.at || a.pitch - b.pitch),
		bars,
		tempo: chance.between(1, 2.8)
	};
}

/** The nearest tone of the triad on a root. */
function near(pitch: number, root: number): number {
	const steps = [0, 1, -1, 2, -2, 3, -3];
	const inChord = (key: number): boolean => [0, 4, 7].includes((((key - root) % 12) + 12) % 12);
	return pitch + (steps.find((step) => inChord(pitch + step)) ?? 0);
}
