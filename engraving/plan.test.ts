import { describe, expect, test } from 'vitest';
import { planSheet, type SheetPlan } from '#engraving/plan.ts';
import { write } from '#engraving/testing/notation.ts';
import { arirang, jig, longPiece, nocturne, study } from '#engraving/testing/pieces.ts';

const WIDE = { width: 984, space: 9, tab: true };
const PHONE = { width: 358, space: 8, tab: true };

const barsIn = (plan: SheetPlan): number[] => plan.systems.map((system) => system.bars.length);

const quarters = (bars: number) =>
	write({ metre: '4/4', bars: Array.from({ length: bars }, () => ['c5:q d5:q e5:q f5:q']) });

describe('bars in a system', () => {
	test.each([
		[984, [4, 4, 4]],
		[640, [3, 3, 3, 3]],
		[420, [2, 2, 2, 2, 2, 2]]
	])('%i px of quarter notes hold %j', (width, expected) => {
		expect(barsIn(planSheet(quarters(12), { ...WIDE, width }))).toEqual(expected);
	});

	test('full bars are broken earlier rather than squeezed', () => {
		const bar = Array.from({ length: 16 }, (_, i) => `${'cdef'[i % 4]}5:16`).join(' ');
		const busy = write({ metre: '4/4', bars: Array.from({ length: 8 }, () => [bar]) });

		expect(Math.max(...barsIn(planSheet(busy, WIDE)))).toBeLessThan(4);
	});

	test('a pickup is not counted as a bar', () => {
		const [first] = planSheet(jig(), WIDE).systems;

		expect(first?.bars.map((bar) => bar.bar)).toEqual([0, 1, 2, 3, 4]);
	});

	test('every bar stands in exactly one system', () => {
		const plan = planSheet(longPiece(300), PHONE);
		const bars = plan.systems.flatMap((system) => system.bars.map((bar) => bar.bar));

		expect(bars).toEqual(Array.from({ length: 300 }, (_, i) => i));
	});
});

describe('spacing', () => {
	const pieces = [arirang(), nocturne(), jig(), study()];

	test.each([984, 720, 560, 358])(
		'bars touch one another and fill the system at %i px',
		(width) => {
			for (const score of pieces) {
				const plan = planSheet(score, { ...WIDE, width });
				for (const { bars, right } of plan.systems) {
					for (const [i, bar] of bars.entries()) {
						const next = bars[i + 1];
						if (next) expect(bar.x + bar.width).toBeCloseTo(next.x, 6);
					}
					expect(bars.at(-1)!.x + bars.at(-1)!.width).toBeCloseTo(right, 6);
					expect(right).toBeLessThanOrEqual(width);
				}
			}
		}
	);

	test('onsets stand in order and inside their bar', () => {
		for (const score of pieces) {
			for (const bar of planSheet(score, WIDE).systems.flatMap((system) => system.bars)) {
				const xs = bar.onsets.map((onset) => onset.x);
				expect(xs).toEqual([...xs].sort((a, b) => a - b));
				expect(xs[0]).toBeGreaterThan(bar.x);
				expect(xs.at(-1)).toBeLessThan(bar.x + bar.width);
			}
		}
	});

	test('twice as long is about 1.4 times as wide, in every bar of the system', () => {
		const score = write({ metre: '4/4', bars: [['c5:q d5:h e5:q'], ['e5:h d5:q c5:q']] });
		const [system] = planSheet(score, { ...WIDE, width: 500 }).systems;
		const [one, two] = system!.bars.map((bar) => bar.onsets.map((onset) => onset.x));

		const quarter = one![1]! - one![0]!;
		expect((one![2]! - one![1]!) / quarter).toBeCloseTo(Math.SQRT2, 1);
		expect(two![2]! - two![1]!).toBeCloseTo(quarter, 6);
	});

	test('a chord with a stack of accidentals gets the room it needs', () => {
		const plain = write({ metre: '2/4', bars: [['[c5 d5 e5]:16 [c5 d5 e5]:16 g4:8 g4:q']] });
		const sharp = write({ metre: '2/4', bars: [['c5:16 [c#5 d#5 e#5]:16 g4:8 g4:q']] });
		const gap = (score: typeof plain) => {
			const [first, second] = planSheet(score, { ...WIDE, width: 220 }).systems[0]!.bars[0]!.onsets;
			return second!.x - first!.x;
		};

		expect(gap(sharp)).toBeGreaterThan(gap(plain));
	});
});

describe('height', () => {
	test('systems follow one another without a gap', () => {
		const plan = planSheet(longPiece(40), WIDE);
		let y = 0;
		for (const system of plan.systems) {
			expect(system.y).toBeCloseTo(y, 6);
			y += system.height;
		}
		expect(plan.height).toBeCloseTo(y, 6);
	});

	test('a system grows for notes far above and below the staff', () => {
		const calm = planSheet(quarters(1), WIDE).systems[0]!;
		const high = planSheet(write({ metre: '4/4', bars: [['e7:w']] }), WIDE).systems[0]!;
		const low = planSheet(write({ metre: '4/4', bars: [['c3:w']] }), WIDE).systems[0]!;

		expect(high.staves[0]).toBeGreaterThan(calm.staves[0]!);
		expect(low.tab! - low.staves[0]!).toBeGreaterThan(calm.tab! - calm.staves[0]!);
	});

	test('without its tab a system is lower', () => {
		const [shown] = planSheet(arirang(), WIDE).systems;
		const [hidden] = planSheet(arirang(), { ...WIDE, tab: false }).systems;

		expect(hidden!.tab).toBeNull();
		expect(hidden!.height).toBeLessThan(shown!.height);
	});
});

test('a score of one empty bar is a sheet with one system', () => {
	const plan = planSheet(write({ metre: '4/4', bars: [['r:bar']] }), WIDE);

	expect(barsIn(plan)).toEqual([1]);
	expect(plan.height).toBeGreaterThan(0);
});
