/** When a worker is killed: any moment of a run, and as often each step of it, however short that is. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './sync/chance.ts';
import { STEPS, type Step, type WatchedDoor } from './watched-door.ts';

export interface Moment {
	/** Jobs that it ends before. */
	readonly after: number;
	/** Of the run, 0–1; or a step and milliseconds after it. */
	readonly at: number | { readonly step: Step; readonly ms: number };
}

/** How much longer than usual a run may be thought to take. */
const SLACK = 1.1;
/** A step is over within so long, milliseconds. */
const SHORT = 40;

export function momentBy(chance: Chance): Moment {
	const after = chance.below(2);
	const at = chance.is(0.5)
		? chance.next() * SLACK
		: { step: chance.of(STEPS), ms: chance.below(SHORT) };
	return { after, at };
}

/** @param usual milliseconds of a run: of the first one of a worker, and of the others */
export async function passed(
	{ after, at }: Moment,
	door: WatchedDoor,
	usual: { readonly cold: number; readonly warm: number }
): Promise<void> {
	const times = (steps: readonly Step[], step: Step): number =>
		steps.filter((each) => each === step).length;
	if (typeof at === 'number') {
		await door.until((steps) => times(steps, 'has-a-job') > after);
		return void (await wait(at * (after === 0 ? usual.cold : usual.warm)));
	}
	const { step, ms } = at;
	await door.until((steps) => {
		if (step === 'asks') return times(steps, 'is-answered') >= after && steps.at(-1) === 'asks';
		if (times(steps, 'is-answered') > after) return true;
		const begun = steps.lastIndexOf('has-a-job');
		return times(steps, 'has-a-job') > after && steps.indexOf(step, begun) >= begun;
	});
	await wait(ms);
}
