/**
 * What a worker hears with: loaded for the first job that needs it, and given up when none has come
 * for a while, so that a server where nobody asks for it does not hold it in memory.
 */
import { factsOf, type Log } from '#api/log.ts';
import type { Engine } from '#models/engine/engine.ts';
import type { Device } from '#models/engine/onnx-node.ts';
import type { Separator } from '#models/separation/separator.ts';

export interface Kept<T> {
	/** Loads it, when it is not there. To be let go of. */
	take(): Promise<T>;
	letGo(): void;
	/** Gives it up now. */
	close(): Promise<void>;
}

export interface Ear {
	readonly engine: Engine;
	readonly device: Device;
}

/** @param idleMs how long it is kept while nobody uses it */
export function keep<T>(
	open: () => Promise<T>,
	dispose: (it: T) => Promise<void>,
	idleMs: number
): Kept<T> {
	let opened: Promise<T> | null = null;
	let timer: NodeJS.Timeout | undefined;

	async function close(): Promise<void> {
		clearTimeout(timer);
		const it = opened;
		opened = null;
		if (it) await it.then(dispose, () => {});
	}

	return {
		take() {
			clearTimeout(timer);
			opened ??= open();
			opened.catch(() => (opened = null));
			return opened;
		},
		letGo() {
			clearTimeout(timer);
			if (opened) timer = setTimeout(() => void close(), idleMs).unref();
		},
		close
	};
}

/** @param wish `auto` is CUDA where there is one */
export const keepEar = (wish: Device | 'auto', idleMs: number, log: Log): Kept<Ear> =>
	keep(
		() => openEarOn(wish, log),
		({ engine }) => engine.dispose(),
		idleMs
	);

/** @param model path of the file; @throws NoSeparator from `take` when it is none */
export const keepSeparator = (model: string, idleMs: number): Kept<Separator> =>
	keep(
		async () => (await import('#models/separation/onnx-node.ts')).openSeparator(model),
		(separator) => separator.dispose(),
		idleMs
	);

async function openEarOn(wish: Device | 'auto', log: Log): Promise<Ear> {
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
