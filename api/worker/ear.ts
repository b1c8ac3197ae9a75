/**
 * The ear of a worker: loaded for the first job, and given up when none has come for a while, so
 * that a server where nobody asks for it does not hold it in memory.
 */
import type { Engine } from '#models/engine/engine.ts';
import type { Device } from '#models/engine/onnx-node.ts';
import { factsOf, type Log } from '#api/log.ts';

export interface KeptEar {
	/** The ear, and what it runs on. To be let go of. */
	take(): Promise<{ readonly engine: Engine; readonly device: Device }>;
	letGo(): void;
	/** Gives it up now. */
	close(): Promise<void>;
}

/** @param wish `auto` is CUDA where there is one; @param idleMs how long an ear is kept that nobody uses */
export function keepEar(wish: Device | 'auto', idleMs: number, log: Log): KeptEar {
	let open: Promise<{ engine: Engine; device: Device }> | null = null;
	let timer: NodeJS.Timeout | undefined;

	async function close(): Promise<void> {
		clearTimeout(timer);
		const ear = await open?.catch(() => null);
		open = null;
		await ear?.engine.dispose();
	}

	return {
		take() {
			clearTimeout(timer);
			open ??= openEarOn(wish, log);
			open.catch(() => (open = null));
			return open;
		},
		letGo() {
			timer = setTimeout(() => void close(), idleMs).unref();
		},
		close
	};
}

async function openEarOn(
	wish: Device | 'auto',
	log: Log
): Promise<{ engine: Engine; device: Device }> {
	// The library takes a third of a second and 50 MB: only a job is worth that.
	const { openEar } = await import('#models/ear-node.ts');
	const { hasCuda } = await import('#models/engine/onnx-node.ts');
	if (wish === 'cuda' || (wish === 'auto' && hasCuda())) {
		try {
			return { engine: await openEar('cuda'), device: 'cuda' };
		} catch (cause) {
			if (wish === 'cuda') throw cause;
			log.warn('cuda-missing', factsOf(cause));
		}
	}
	return { engine: await openEar('cpu'), device: 'cpu' };
}
