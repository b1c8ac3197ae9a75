/** Lengths as musicians write them: a note head with at most one dot. */
import type { NoteValue } from '#music/score/score.ts';
import { PPQ } from '#music/time.ts';

/** A written value without its tuplet. */
export type PlainValue = Pick<NoteValue, 'base' | 'dots'>;

const BASES = [1, 2, 4, 8, 16, 32] as const;

const VALUES: ReadonlyMap<number, PlainValue> = new Map(
	BASES.flatMap((base): [number, PlainValue][] => {
		const length = (PPQ * 4) / base;
		const plain: [number, PlainValue] = [length, { base, dots: 0 }];
		// A dotted 32nd would end between the finest places a score has.
		return base === 32 ? [plain] : [plain, [length * 1.5, { base, dots: 1 }]];
	})
);

/** The value that lasts `length` ticks, or null when it takes more than one note to write. */
export const valueOf = (length: number): PlainValue | null => VALUES.get(length) ?? null;
