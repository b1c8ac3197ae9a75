import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barStates, problemBars } from '#music/practice/bars.ts';
import { learned, notStarted } from '#music/practice/learned.ts';
import type { PracticePage } from '#music/practice/page.ts';
import { LearningProgress, PracticeSession } from '#music/progress.ts';

const SCORE = '00000000-0000-4000-8000-000000000001';

const PAGE: PracticePage = {
	bars: 8,
	tempo: 100,
	sections: [
		{ name: 'A', from: 0, to: 4 },
		{ name: 'B', from: 4, to: 8 }
	]
};

let count = 0;

interface Plays {
	/** First and last bar. */
	readonly bars: readonly [number, number];
	readonly tempo?: number;
	readonly times?: number;
	readonly again?: number;
}

/** A sitting, later than those before it. */
function sitting(...plays: readonly Plays[]): PracticeSession {
	count += 1;
	const bars = plays.flatMap(({ bars: [first, last], tempo = 100, times = 1, again = 0 }) =>
		Array.from({ length: last - first + 1 }, (_, i) => ({ bar: first + i, times, again, tempo }))
	);
	return {
		id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
		score: SCORE,
		started: count * 3_600_000,
		offset: 540,
		seconds: 300,
		bars,
		tempo: bars.length > 0 ? Math.max(...bars.map(({ tempo }) => tempo)) : null,
		loops: 0
	};
}

const after = (...sessions: readonly PracticeSession[]): LearningProgress =>
	learned(notStarted(SCORE), sessions, PAGE);

describe('how far a person is', () => {
	test('is nowhere before the first sitting', () => {
		expect(after()).toEqual(notStarted(SCORE));
	});

	test('is the share of the bars that were played at the target tempo', () => {
		const half = sitting({ bars: [0, 3], tempo: 100 }, { bars: [4, 7], tempo: 80 });

		expect(after(half)).toMatchObject({ completion: 0.5, sectionsCompleted: ['A'] });
	});

	test('is measured by the tempo that the person chose', () => {
		const slow = sitting({ bars: [0, 7], tempo: 80 });
		const chosen = { ...notStarted(SCORE), targetTempo: 80 };

		expect(learned(chosen, [slow], PAGE).completion).toBe(1);
		expect(after(slow).completion).toBe(0);
	});

	test('masters a section by playing all of it in three sittings', () => {
		const whole = (): PracticeSession => sitting({ bars: [4, 7] });

		expect(after(whole(), whole()).sectionsMastered).toEqual([]);
		expect(after(whole(), whole(), whole()).sectionsMastered).toEqual(['B']);
	});

	test('is at the tempo of the last sitting that had one', () => {
		const fast = sitting({ bars: [0, 1], tempo: 90 });
		const slower = sitting({ bars: [0, 1], tempo: 70 });

		expect(after(slower, fast, sitting()).currentTempo).toBe(70);
	});
});

describe('a bar that gives trouble', () => {
	const problems = (...sessions: readonly PracticeSession[]): readonly number[] =>
		problemBars(barStates(sessions, PAGE.bars, PAGE.tempo));

	test('is one that is looped again and again', () => {
		expect(problems(sitting({ bars: [5, 5], times: 6, again: 6 }))).toEqual([5]);
	});

	test('is none when the whole page is played slowly', () => {
		expect(problems(sitting({ bars: [0, 7], tempo: 70, times: 9, again: 9 }))).toEqual([]);
	});

	test('is forgiven once it was played through at the target tempo', () => {
		const looped = sitting({ bars: [5, 5], times: 6, again: 6, tempo: 80 });

		expect(problems(looped, sitting({ bars: [5, 5], times: 2 }))).toEqual([]);
	});
});

const someSession = fc
	.record({
		started: fc.integer({ min: 0, max: 1e9 }),
		offset: fc.integer({ min: -720, max: 840 }),
		seconds: fc.integer({ min: 1, max: 5000 }),
		bars: fc.uniqueArray(
			fc.record({
				bar: fc.integer({ min: 0, max: 11 }),
				times: fc.integer({ min: 1, max: 9 }),
				tempo: fc.integer({ min: 20, max: 200 })
			}),
			{ selector: ({ bar }) => bar }
		)
	})
	.map((some): PracticeSession => {
		const { bars } = some;
		const listed = bars
			.map((bar) => ({ ...bar, again: Math.floor(bar.times / 2) }))
			.sort((a, b) => a.bar - b.bar);
		return { ...sitting(), ...some, bars: listed, tempo: listed[0]?.tempo ?? null };
	});

const someSessions = fc.array(someSession, { maxLength: 12 });

test('what was learned is the same in whatever order the sessions arrive', () => {
	fc.assert(
		fc.property(someSessions, fc.integer(), (sessions, seed) => {
			const shuffled = sessions.toSorted(
				(a, b) => ((a.started ^ seed) % 97) - ((b.started ^ seed) % 97)
			);

			expect(after(...shuffled)).toEqual(after(...sessions));
		})
	);
});

test('what was learned can be kept, and another sitting never makes it less complete', () => {
	fc.assert(
		fc.property(someSessions, someSession, (sessions, one) => {
			const before = after(...sessions);
			expect(LearningProgress.safeParse(before).success).toBe(true);
			expect(PracticeSession.safeParse(one).success).toBe(true);
			expect(after(...sessions, one).completion).toBeGreaterThanOrEqual(before.completion);
			for (const name of before.sectionsMastered) {
				expect(before.sectionsCompleted).toContain(name);
			}
		})
	);
});
