/** Textures of the keyboard and the guitar, each a few bars over a given harmony. */
import type { Chance } from './chance.ts';
import { chordPitches, nearest, rootAbove, type Chord, type Harmony } from './harmony.ts';
import { CHORD_BEATS, bass, melody, run, type Sketch } from './lines.ts';

export type Texture = (chance: Chance, harmony: Harmony) => Sketch[];

/** `visit` for each chord and the beat it begins on. */
function eachChord(
	{ chords }: Harmony,
	visit: (chord: Chord, beat: number) => readonly Sketch[]
): Sketch[] {
	return chords.flatMap((chord, i) => visit(chord, i * CHORD_BEATS));
}

const chord = (
	pitches: readonly number[],
	beat: number,
	length: number,
	weight: number,
	held = 0.95
): Sketch[] => pitches.map((pitch, roll) => ({ pitch, beat, length, weight, held, roll }));

/** Some members of a chord near `middle`, at most `count`. */
const voicing = (chance: Chance, of: Chord, middle: number, count: number): number[] => {
	const low = middle - chance.whole(4, 9);
	return chordPitches(of, low, low + 15).slice(0, count);
};

const chorale: Texture = (chance, harmony) => {
	let soprano = chance.whole(67, 76);
	return eachChord(harmony, (of, beat) =>
		[0, 1].flatMap((at) => {
			soprano = nearest(chordPitches(of, 62, 81), soprano + chance.whole(-3, 3));
			const inner = chordPitches(of, 50, soprano - 1);
			const tenor = chance.pick(inner.slice(0, 4));
			const alto = chance.pick(inner.slice(-3));
			const low = rootAbove(of, chance.pick([36, 40, 43]));
			return chord([...new Set([low, tenor, alto, soprano])], beat + at, 1, 0.7);
		})
	);
};

const alberti: Texture = (chance, harmony) => {
	const perBeat = chance.pick([2, 3, 4, 4]);
	const pattern = chance.pick([
		[0, 2, 1, 2],
		[0, 1, 2, 1],
		[0, 1, 2, 3]
	]);
	const held = chance.pick([0.8, 1, 1.2]);
	const under = eachChord(harmony, (of, beat) => {
		const tones = chordPitches(of, 46, 67);
		return Array.from({ length: CHORD_BEATS * perBeat }, (_, n) => ({
			pitch: tones[pattern[n % pattern.length]!] ?? tones[0]!,
			beat: beat + n / perBeat,
			length: 1 / perBeat,
			weight: 0.25,
			held
		}));
	});
	return [...under, ...melody(chance, harmony, 67, chance.whole(79, 91))];
};

const arpeggio: Texture = (chance, harmony) => {
	const perBeat = chance.pick([2, 3, 4, 6]);
	const low = chance.whole(33, 46);
	const down = chance.maybe(0.4);
	const under = eachChord(harmony, (of, beat) => {
		const tones = [rootAbove(of, low), ...chordPitches(of, low + 12, low + chance.whole(26, 44))];
		return Array.from({ length: CHORD_BEATS * perBeat }, (_, n) => {
			const around = 2 * tones.length - 2;
			const place = down ? n % around : n % tones.length;
			const pitch = tones[place < tones.length ? place : around - place]!;
			const held = chance.pick([0.9, 1.5, 3]);
			return { pitch, beat: beat + n / perBeat, length: 1 / perBeat, weight: 0.35, held };
		});
	});
	return chance.maybe(0.6) ? [...under, ...melody(chance, harmony, 69, 88)] : under;
};

const romantic: Texture = (chance, harmony) => {
	const octaves = chance.maybe(0.5);
	const pulse = chance.pick([1, 2, 3]);
	const under = eachChord(harmony, (of, beat) => {
		const low = rootAbove(of, chance.whole(26, 36));
		const inner = voicing(chance, of, 57, chance.whole(2, 4));
		const beats = Array.from({ length: CHORD_BEATS * pulse }, (_, n) => n / pulse);
		return [
			...chord(octaves ? [low, low + 12] : [low], beat, 1, 0.6),
			...beats.slice(1).flatMap((at) => chord(inner, beat + at, 1 / pulse, 0.3, 0.8))
		];
	});
	const over = melody(chance, harmony, 65, 84).flatMap((note) =>
		octaves ? [note, { ...note, pitch: note.pitch + 12, weight: 0.9, roll: 1 }] : [note]
	);
	return [...under, ...over];
};

const waltz: Texture = (chance, harmony) => {
	const third = CHORD_BEATS / 3;
	const under = eachChord(harmony, (of, beat) => {
		const inner = voicing(chance, of, 57, 3);
		return [
			...chord([rootAbove(of, 33)], beat, third, 0.55),
			...chord(inner, beat + third, third, 0.25, 0.7),
			...chord(inner, beat + 2 * third, third, 0.25, 0.7)
		];
	});
	return [...under, ...melody(chance, harmony, 67, 88)];
};

const counterpoint: Texture = (chance, harmony) => {
	const low = chance.maybe(0.5)
		? bass(chance, harmony, 36)
		: run(chance, harmony, 43, 60, chance.pick([2, 4]));
	const high = chance.maybe(0.6)
		? melody(chance, harmony, 64, 84)
		: run(chance, harmony, 64, 86, chance.pick([2, 4]));
	const middle = chance.maybe(0.3) ? melody(chance, harmony, 55, 67) : [];
	return [...low, ...middle, ...high];
};

const repeated: Texture = (chance, harmony) => {
	const perBeat = chance.pick([2, 3, 4]);
	const middle = chance.whole(52, 70);
	const count = chance.whole(1, 4);
	const held = chance.pick([0.4, 0.7, 0.9]);
	const under = eachChord(harmony, (of, beat) => {
		const tones = voicing(chance, of, middle, count);
		return Array.from({ length: CHORD_BEATS * perBeat }, (_, n) => n / perBeat).flatMap((at) =>
			chord(tones, beat + at, 1 / perBeat, 0.4, held)
		);
	});
	const other = middle < 60 ? melody(chance, harmony, 69, 86) : bass(chance, harmony, 33);
	return chance.maybe(0.8) ? [...under, ...other] : under;
};

const octaves: Texture = (chance, harmony) => {
	const line = chance.maybe(0.5)
		? melody(chance, harmony, 50, 74)
		: run(chance, harmony, 45, 74, chance.pick([1, 2, 3]));
	const double = line.map((note) => ({ ...note, pitch: note.pitch + 12, roll: 1 }));
	const under = chance.maybe(0.5)
		? eachChord(harmony, (of, beat) => chord(voicing(chance, of, 48, 3), beat, 2, 0.5))
		: [];
	return [...line, ...double, ...under];
};

const tremolo: Texture = (chance, harmony) => {
	const perBeat = chance.pick([6, 8]);
	const under = eachChord(harmony, (of, beat) => {
		const low = rootAbove(of, chance.pick([36, 43, 48]));
		return Array.from({ length: CHORD_BEATS * perBeat }, (_, n) => ({
			pitch: n % 2 === 0 ? low : low + 12,
			beat: beat + n / perBeat,
			length: 1 / perBeat,
			weight: 0.4
		}));
	});
	return [...under, ...melody(chance, harmony, 64, 84)];
};

const scales: Texture = (chance, harmony) => {
	const right = run(chance, harmony, 60, chance.whole(79, 100), chance.pick([3, 4, 4, 6]));
	if (chance.maybe(0.3)) return right;
	const left = eachChord(harmony, (of, beat) =>
		chord(voicing(chance, of, 50, chance.whole(1, 3)), beat, chance.pick([0.5, 1, 2]), 0.45)
	);
	return [...left, ...right];
};

const held: Texture = (chance, harmony) => [
	...eachChord(harmony, (of, beat) =>
		chord(
			[rootAbove(of, 36), ...voicing(chance, of, 57, chance.whole(2, 5))],
			beat,
			CHORD_BEATS,
			0.45,
			chance.pick([0.9, 1])
		)
	),
	...melody(chance, harmony, 65, 86)
];

const alone: Texture = (chance, harmony) => melody(chance, harmony, 55, 84);

export const KEYBOARD: readonly Texture[] = [
	chorale,
	alberti,
	alberti,
	arpeggio,
	arpeggio,
	romantic,
	romantic,
	waltz,
	counterpoint,
	counterpoint,
	repeated,
	octaves,
	tremolo,
	scales,
	held,
	alone
];

const strum: Texture = (chance, harmony) => {
	const strokes = chance.pick([
		[0, 1],
		[0, 0.5, 1, 1.5],
		[0, 1, 1.5],
		[0, 0.75, 1.5]
	]);
	return eachChord(harmony, (of, beat) => {
		const low = rootAbove(of, 40);
		const all = [low, ...chordPitches(of, low + 5, low + 26).slice(0, chance.whole(3, 5))];
		return strokes.flatMap((at, i) => {
			const up = at % 1 !== 0;
			const struck = up ? all.slice(-4).reverse() : all;
			return chord(struck, beat + at, (strokes[i + 1] ?? CHORD_BEATS) - at, up ? 0.3 : 0.6, 1);
		});
	});
};

const picked: Texture = (chance, harmony) => {
	const perBeat = chance.pick([2, 2, 3, 4]);
	return eachChord(harmony, (of, beat) => {
		const low = rootAbove(of, 40);
		const tones = chordPitches(of, low + 7, low + 28).slice(0, 4);
		return Array.from({ length: CHORD_BEATS * perBeat }, (_, n) => ({
			pitch: n % (2 * perBeat) === 0 ? low : (tones[n % 4] ?? low + 12),
			beat: beat + n / perBeat,
			length: 1 / perBeat,
			weight: n % perBeat === 0 ? 0.6 : 0.4,
			held: chance.pick([1, 2, 3])
		}));
	});
};

const comped: Texture = (chance, harmony) =>
	eachChord(harmony, (of, beat) =>
		[chance.pick([0, 0.5]), chance.pick([1, 1.5])].flatMap((at) =>
			chord(voicing(chance, of, 57, 4), beat + at, 0.5, 0.5, chance.pick([0.4, 0.9]))
		)
	);

const tuned: Texture = (chance, harmony) => [
	...bass(chance, harmony, 40).filter(({ beat }) => beat % 1 === 0),
	...melody(chance, harmony, 55, 76)
];

export const GUITAR: readonly Texture[] = [
	strum,
	strum,
	picked,
	picked,
	comped,
	tuned,
	(chance, harmony) => melody(chance, harmony, 45, 79),
	(chance, harmony) => run(chance, harmony, 45, 76, chance.pick([2, 3, 4]))
];
