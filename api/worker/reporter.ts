/** Says how far a job is: now and then, one word at a time, and never waits for the answer. */
import type { Progress } from '#api/queue/protocol.ts';
import type { JobLink } from './link.ts';

export interface Reporter {
	(stage: Progress['stage'], done: number): void;
	/** What was said last has been answered: nothing overtakes the result. */
	settled(): Promise<void>;
}

const EVERY_MS = 400;

export function reporter(link: Pick<JobLink, 'progress'>): Reporter {
	let saying: Promise<unknown> = Promise.resolve();
	let busy = false;
	let stage = '';
	let next = 0;

	const report = (now: Progress['stage'], done: number): void => {
		const news = now !== stage;
		if (busy || (!news && performance.now() < next)) return;
		busy = true;
		stage = now;
		next = performance.now() + EVERY_MS;
		// Whether it is heard does not matter: the heart says whether to go on.
		saying = link
			.progress(now, done)
			.catch(() => {})
			.finally(() => (busy = false));
	};
	return Object.assign(report, { settled: async () => void (await saying) });
}
