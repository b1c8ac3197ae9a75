/** A page in a real browser, for tests that look at what was drawn. */
// VexFlow's Bravura build brings the font along; the page itself hosts it.
import 'vexflow/bravura';
import { drawSystem, type DrawnSystem } from '#engraving/draw.ts';
import { planSheet, type SheetPlan } from '#engraving/plan.ts';
import type { Score } from '#music/score/score.ts';

export const WIDE = { width: 984, space: 9, tab: true };

/** Resolves when notes can be measured. */
export async function musicFont(): Promise<void> {
	await document.fonts.load('40px Bravura', '\uE050');
}

/** An empty page. */
export function host(): HTMLElement {
	const element = document.createElement('div');
	element.style.font = '14px sans-serif';
	document.body.replaceChildren(element);
	return element;
}

export interface Page {
	readonly score: Score;
	readonly plan: SheetPlan;
	readonly systems: readonly DrawnSystem[];
}

export function engraveAll(score: Score, options = WIDE): Page {
	const page = host();
	const plan = planSheet(score, options);
	const systems = plan.systems.map((_, index) => {
		const row = document.createElement('div');
		page.append(row);
		return drawSystem(row, score, plan, index);
	});
	return { score, plan, systems };
}

/** Where an element stands, from the top left corner of its system. */
export function boxIn(system: DrawnSystem, element: Element): DOMRect {
	const box = element.getBoundingClientRect();
	const origin = system.svg.getBoundingClientRect();
	return new DOMRect(box.x - origin.x, box.y - origin.y, box.width, box.height);
}

export const middle = (box: DOMRect): number => box.x + box.width / 2;
