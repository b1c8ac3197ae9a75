/** Names of roots and basses in chord symbols, which have at most one sharp or flat. */
import type { PitchName, Spelling } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';
import type { ChordKind } from '#music/theory/chords.ts';
import { spell } from '#music/theory/spelling.ts';

const LETTERS = ['C', 'D', 'E', 'F', 'G', 'A', 'B'] as const;
const SEMITONES: Record<Spelling['step'], number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** The plain names: those that a root has when the key would give it a strange one. */
const PLAIN = 'C C# D Eb E F F# G Ab A Bb B'.split(' ');

/** The root of a chord, by the key it is in. */
export function rootName(pc: number, key: Key): PitchName {
	const { step, alter } = spell(60 + pc, key, null);
	const strange = Math.abs(alter) > 1 || ['E#', 'B#', 'Fb'].includes(text(step, alter));
	if (!strange) return { step, alter: alter as PitchName['alter'] };
	const [plain = 'C', sign = ''] = PLAIN[pc]!;
	return { step: plain as PitchName['step'], alter: sign === '' ? 0 : sign === '#' ? 1 : -1 };
}

/** A bass under the chord on `root`: a tone of the chord has the name that the chord gives it. */
export function bassName(
	pc: number,
	root: { readonly pc: number; readonly name: PitchName },
	kind: ChordKind,
	key: Key
): PitchName {
	const tone = kind.tones.indexOf((pc - root.pc + 12) % 12);
	if (tone < 0) return rootName(pc, key);
	const step = LETTERS[(LETTERS.indexOf(root.name.step) + kind.steps[tone]!) % 7]!;
	const alter = ((pc - SEMITONES[step] + 18) % 12) - 6;
	return Math.abs(alter) > 1 ? rootName(pc, key) : { step, alter: alter as PitchName['alter'] };
}

const text = (step: string, alter: number): string =>
	step + (alter > 0 ? '#' : alter < 0 ? 'b' : '');
