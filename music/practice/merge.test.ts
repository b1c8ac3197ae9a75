import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { notStarted } from '#music/practice/learned.ts';
import { mergeProgress } from '#music/practice/merge.ts';
import { LearningProgress, TYPED_NOTES } from '#music/progress.ts';

const START = notStarted('00000000-0000-4000-8000-000000000001');

describe('two devices', () => {
	test('that changed different things both have their way', () => {
		const phone = { ...START, enjoyment: 5 };
		const laptop = { ...START, targetTempo: 90 };

		expect(mergeProgress(phone, laptop, START)).toMatchObject({ enjoyment: 5, targetTempo: 90 });
	});

	test('that both filled their notes to the end keep every word', () => {
		const phone = { ...START, notes: 'p'.repeat(TYPED_NOTES) };
		const laptop = { ...START, notes: 'l'.repeat(TYPED_NOTES) };

		const merged = mergeProgress(phone, laptop, START);
		expect(merged.notes).toContain(phone.notes);
		expect(merged.notes).toContain(laptop.notes);
		expect(LearningProgress.safeParse(merged).success).toBe(true);
	});

	test('that both wrote notes keep the words of both', () => {
		const phone = { ...START, notes: 'Thumb on the fourth string.' };
		const laptop = { ...START, notes: 'Slower in bar 7.' };

		const { notes } = mergeProgress(phone, laptop, START);
		expect(notes).toContain(phone.notes);
		expect(notes).toContain(laptop.notes);
	});

	test('respect a rating and words that were taken back', () => {
		const base = { ...START, difficulty: 3, notes: 'Old words' };
		const cleared = { ...base, difficulty: null, notes: '' };

		expect(mergeProgress(cleared, base, base)).toEqual(cleared);
		expect(mergeProgress(base, cleared, base)).toEqual(cleared);
	});
});

const some: fc.Arbitrary<LearningProgress> = fc.record({
	id: fc.constant(START.id),
	completion: fc.double({ min: 0, max: 1, noNaN: true }),
	sectionsCompleted: fc.uniqueArray(fc.constantFrom('A', 'B', 'C')),
	sectionsMastered: fc.uniqueArray(fc.constantFrom('A', 'B', 'C')),
	problemBars: fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
	accuracy: fc.constantFrom(null, 0.5),
	timing: fc.constant(null),
	difficulty: fc.constantFrom(null, 1, 5),
	enjoyment: fc.constantFrom(null, 2, 4),
	notes: fc.constantFrom('', 'one', 'one and two', 'three'),
	targetTempo: fc.constantFrom(null, 80, 100),
	currentTempo: fc.constantFrom(null, 60),
	changed: fc.integer({ min: 0, max: 10 })
});

/** What a person said, as against what is counted. */
const said = ({ difficulty, enjoyment, notes, targetTempo }: LearningProgress): unknown => ({
	difficulty,
	enjoyment,
	notes,
	targetTempo
});

test('a merge can be kept, says nothing new, and takes what only one side said', () => {
	fc.assert(
		fc.property(some, some, some, (mine, theirs, base) => {
			const merged = mergeProgress(mine, theirs, base);
			expect(LearningProgress.safeParse(merged).success).toBe(true);
			expect([mine.difficulty, theirs.difficulty]).toContain(merged.difficulty);
			expect(said(mergeProgress(mine, mine, base))).toEqual(said(mine));
			expect(said(mergeProgress(mine, base, base))).toEqual(said(mine));
			expect(said(mergeProgress(base, theirs, base))).toEqual(said(theirs));
			// To merge what was merged already changes nothing more.
			expect(said(mergeProgress(merged, merged, theirs))).toEqual(said(merged));
		})
	);
});
