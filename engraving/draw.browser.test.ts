import { beforeAll, describe, expect, test } from 'vitest';
import { drawSystem, type DrawnSystem } from '#engraving/draw.ts';
import { planSheet } from '#engraving/plan.ts';
import { write } from '#engraving/testing/notation.ts';
import { boxIn, engraveAll, host, middle, musicFont, WIDE } from '#engraving/testing/page.ts';
import { arirang, jig, longPiece, nocturne, study } from '#engraving/testing/pieces.ts';

const violations: string[] = [];

beforeAll(async () => {
	await musicFont();
	const policy = document.createElement('meta');
	policy.httpEquiv = 'Content-Security-Policy';
	policy.content = "style-src-attr 'none'";
	document.head.append(policy);
	document.addEventListener('securitypolicyviolation', (event) => {
		violations.push(`${event.violatedDirective} ${event.sourceFile}`);
	});
});

const PIECES = { arirang, nocturne, jig, study };
const WIDTHS = [984, 720, 358];
const everywhere = Object.entries(PIECES).flatMap(([name, piece]) =>
	WIDTHS.map((width) => ({ name, width, piece }))
);

describe.each(everywhere)('$name at $width px', ({ piece, width }) => {
	const open = () => engraveAll(piece(), { ...WIDE, width });

	test('every chord is drawn once', () => {
		const { score, systems } = open();
		const drawn = systems.flatMap((system) => system.notes.map((note) => note.id)).sort();
		const written = score.bars
			.flatMap((bar) => bar.voices)
			.flatMap((voice) => voice.events)
			.filter((event) => event.kind === 'chord')
			.map((event) => event.id)
			.sort();

		expect(drawn).toEqual(written);
		for (const id of written) {
			expect(document.querySelectorAll(`.stavenote[data-note="${id}"]`)).toHaveLength(1);
		}
	});

	test('notes stay inside their bar, and bars do not touch', () => {
		const { score, systems } = open();
		for (const system of systems) {
			for (const note of system.notes) {
				const bar = system.bars.findLast((b) => score.bars[b.bar]!.start <= note.tick)!;
				const box = boxIn(system, note.elements[0]!);
				expect(box.left, note.id).toBeGreaterThan(bar.x - 0.5);
				expect(box.right, note.id).toBeLessThan(bar.x + bar.width + 0.5);
			}
		}
	});

	test('nothing is drawn outside the room that was planned', () => {
		const { plan, systems } = open();
		for (const [i, system] of systems.entries()) {
			for (const element of system.svg.querySelectorAll('.stavenote, .beam, .tuplet, .ties')) {
				const { bottom, top } = inkBox(system, element);
				expect(top).toBeGreaterThanOrEqual(0);
				expect(bottom).toBeLessThanOrEqual(plan.systems[i]!.height);
			}
		}
	});

	test('a fret stands under its notehead', () => {
		const { systems } = open();
		for (const system of systems) {
			for (const { elements, id } of system.notes) {
				const [note, frets] = elements;
				if (!frets || note!.querySelectorAll('.notehead').length !== 1) continue;
				const head = note!.querySelector('.notehead > text')!;
				const digit = frets.querySelector('.fret')!;
				// A head that stands aside for another voice's leaves the axis; its digit does not.
				const shift = Math.abs(middle(boxIn(system, head)) - middle(boxIn(system, digit)));
				expect(shift < 1 || shift > 10, `${id}: ${shift}`).toBe(true);
			}
		}
	});
});

/** The ink of an element: SVG text boxes are as tall as the font, so heads count by their origin. */
function inkBox(system: DrawnSystem, element: Element): { top: number; bottom: number } {
	const paths = [...element.querySelectorAll('path')].map((path) => boxIn(system, path));
	return {
		top: Math.min(...paths.map((box) => box.top), Infinity),
		bottom: Math.max(...paths.map((box) => box.bottom), -Infinity)
	};
}

describe('two voices', () => {
	test('the melody points up and the bass down', () => {
		const { systems } = engraveAll(arirang());
		const [system] = systems;
		const stems = (id: string) => {
			const note = system!.notes.find((n) => n.id === id)!;
			const stem = boxIn(system!, note.elements[0]!.querySelector('.stem path')!);
			return { stem, head: note.ys[0]! };
		};
		const melody = stems('0-0-0-0');
		const bass = stems('0-0-1-0');

		expect(melody.stem.top).toBeLessThan(melody.head - 15);
		expect(bass.stem.bottom).toBeGreaterThan(bass.head + 15);
	});

	test('notes struck together share one axis', () => {
		const { systems } = engraveAll(arirang());
		const struck = systems[0]!.notes.filter((note) => note.tick === 0);

		expect(struck).toHaveLength(2);
		expect(struck[0]!.x).toBe(struck[1]!.x);
	});
});

test('six even bass eighths are held by one beam', () => {
	const { systems } = engraveAll(arirang());
	const widest = Math.max(
		...[...systems[1]!.svg.querySelectorAll('.beam')].map((b) => b.querySelectorAll('.stem').length)
	);

	expect(widest).toBe(6);
});

describe('ties', () => {
	const tied = write({
		metre: '4/4',
		bars: [['c5:h ~d5:h'], ['d5:w'], ['e5:w'], ['~f5:w'], ['f5:h e5:h'], ['c5:w']]
	});

	test('join two heads across a bar line', () => {
		const { systems } = engraveAll(tied);
		const [first] = systems;
		const tie = boxIn(first!, first!.svg.querySelector('.tie')!);
		const barLine = first!.bars[1]!.x;

		expect(tie.left).toBeLessThan(barLine);
		expect(tie.right).toBeGreaterThan(barLine);
	});

	test('are drawn in halves across a system break', () => {
		const { systems } = engraveAll(tied);
		const [first, second] = systems;
		const out = boxIn(first!, [...first!.svg.querySelectorAll('.tie')].at(-1)!);
		const back = boxIn(second!, second!.svg.querySelector('.tie')!);

		expect(out.right).toBeGreaterThan(first!.bars.at(-1)!.x);
		expect(back.right).toBeLessThan(second!.notes[0]!.x);
	});

	test('a held note is not struck again in the tab, and stands in parentheses after a break', () => {
		const { systems } = engraveAll(tied);
		const frets = systems.map((system) =>
			[...system.svg.querySelectorAll('.fret')].map((fret) => fret.textContent)
		);

		expect(frets).toEqual([
			['1', '3', '0', '1'],
			['(1)', '0', '1']
		]);
	});
});

test('triplets carry their number, and a bracket where no beam holds them', () => {
	const score = write({
		metre: '2/4',
		bars: [['{c5:8 d5:8 e5:8} c5:q'], ['{c5:q d5:q e5:q}']]
	});
	const { systems } = engraveAll(score);
	const tuplets = [...systems[0]!.svg.querySelectorAll('.tuplet')];

	expect(tuplets.map((tuplet) => tuplet.querySelector('text')?.textContent)).toEqual([
		'\uE883',
		'\uE883'
	]);
	expect(tuplets.map((tuplet) => tuplet.querySelectorAll('.bracket').length)).toEqual([0, 2]);
});

test('a rest for a whole bar stands in its middle', () => {
	const score = write({ metre: '3/4', bars: [['c5:h.'], ['r:bar'], ['c5:h.']] });
	const { systems } = engraveAll(score);
	const [system] = systems;
	const rest = [...system!.svg.querySelectorAll('text')].find((t) => t.textContent === '\uE4E3')!;
	const bar = system!.bars[1]!;

	expect(middle(boxIn(system!, rest))).toBeCloseTo(bar.x + bar.width / 2, 0);
});

test('a grand staff has its brace, and both hands on one axis', () => {
	const { systems } = engraveAll(nocturne());
	const first = systems[0]!.notes.filter((note) => note.tick === 0);

	expect(systems[0]!.svg.textContent).toContain('\uE000');
	expect(new Set(first.map((note) => note.x)).size).toBe(1);
	expect(Math.abs(first[0]!.ys[0]! - first[1]!.ys[0]!)).toBeGreaterThan(50);
});

test('accidentals stand left of their heads and clear of the note before', () => {
	const { systems } = engraveAll(study());
	for (const system of systems) {
		const boxes = system.notes
			.map((note) => boxIn(system, note.elements[0]!))
			.sort((a, b) => a.left - b.left);
		for (const [i, box] of boxes.entries()) {
			const next = boxes[i + 1];
			if (next) expect(next.left - box.right).toBeGreaterThan(-0.5);
		}
	}
});

test('bar numbers begin every system but the first', () => {
	const { systems } = engraveAll(arirang());
	const numbers = systems.map((system) => system.svg.querySelector('.bar-number')?.textContent);

	expect(numbers).toEqual([undefined, '5', '9', '13']);
});

test('the drawing needs no style attribute, so the policy has nothing to block', () => {
	engraveAll(study());
	engraveAll(nocturne());

	expect(document.querySelectorAll('svg [style]')).toHaveLength(0);
	expect(violations).toEqual([]);
});

test('colour is left to the style sheet', () => {
	const { systems } = engraveAll(arirang());
	const painted = [...systems[0]!.svg.querySelectorAll('[fill], [stroke]')].flatMap((element) => [
		element.getAttribute('fill'),
		element.getAttribute('stroke')
	]);

	expect(new Set(painted.filter((value) => value !== null))).toEqual(new Set(['none']));
});

test('a system that does not exist is a bug, and says so', () => {
	const score = arirang();
	const plan = planSheet(score, WIDE);

	expect(() => drawSystem(host(), score, plan, 99)).toThrow(RangeError);
});

test('a long song is planned while a frame lasts, and a system drawn within one', () => {
	const score = longPiece(300);
	const best = (times: number, run: () => void) => {
		const taken = Array.from({ length: times }, () => {
			const from = performance.now();
			run();
			return performance.now() - from;
		});
		return Math.min(...taken);
	};
	const plan = planSheet(score, WIDE);
	const replanned = best(5, () => planSheet(score, { ...WIDE, width: 900 }));
	const drawn = best(20, () => drawSystem(host(), score, plan, 30));

	expect(plan.systems.length).toBeGreaterThan(70);
	expect(replanned).toBeLessThan(16);
	expect(drawn).toBeLessThan(16);
});
