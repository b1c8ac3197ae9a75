/** One `wrangler dev` for all tests of the project `workers`. */
import type { TestProject } from 'vitest/node';
import { wranglerDev } from './wrangler.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Without a slash at the end. */
		readonly worker: string;
	}
}

export default async function start(project: TestProject): Promise<() => Promise<void>> {
	const worker = await wranglerDev('tests/support/workers/entry.ts', {});
	project.provide('worker', worker.address);
	return () => worker.stop();
}
