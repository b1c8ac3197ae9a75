/** The queue that the settings name: the database itself, or Redis. */
import type { Jobs } from '#api/env.ts';
import type { Settings } from '#api/environment.ts';
import { createBus } from './bus.ts';
import { libsqlQueue } from './libsql.ts';
import { RULES } from './queue.ts';
import type { Place } from './rows.ts';

/** BullMQ is loaded only where there is a Redis for it. */
export async function jobsFor(
	{ queueUrl: url, queueRules }: Pick<Settings, 'queueUrl' | 'queueRules'>,
	{ token, ...more }: Pick<Place, 'database' | 'watch'> & Pick<Jobs, 'token'>
): Promise<Jobs> {
	const bus = createBus();
	const place: Place = { ...more, bus, now: Date.now, rules: { ...RULES, ...queueRules } };
	if (!url) return { queue: libsqlQueue(place), bus, token };
	const { bullmqQueue } = await import('./bullmq-node.ts');
	return { queue: bullmqQueue({ ...place, url }), bus, token };
}
