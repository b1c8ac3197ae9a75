/** The thread of `heart.ts`. An API that does not answer is asked again: it may be starting anew. */
import { setTimeout as wait } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Standing } from '#api/queue/protocol.ts';
import type { Beat } from './heart.ts';

const { url, authorization, leaseToken, everyMs } = workerData as Beat;

for (;;) {
	const state = await beat();
	if (state === 'go-on') await wait(everyMs);
	else {
		parentPort!.postMessage(state);
		break;
	}
}

async function beat(): Promise<Standing['state']> {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { Authorization: authorization, 'Content-Type': 'application/json' },
			body: JSON.stringify({ token: leaseToken }),
			signal: AbortSignal.timeout(Math.max(2_000, 2 * everyMs))
		});
		if (response.status === 404) return 'lost';
		return response.ok ? Standing.parse(await response.json()).state : 'go-on';
	} catch {
		return 'go-on';
	}
}
