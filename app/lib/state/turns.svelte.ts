/** One tab hears a recording at a time; the others say that it is being heard. */
import type { Locks } from '#app/store/locks.ts';

const PREFIX = 'listening ';

/** How tabs tell one another that a lock was taken: locks themselves are silent. */
export interface Announcer {
	announce(): void;
	/** @returns stops listening */
	listen(onNews: () => void): () => void;
}

export class Turns {
	/** Scores whose recordings another tab is hearing, or will in its turn. */
	elsewhere = $state.raw<ReadonlySet<string>>(new Set());
	readonly #locks: Locks;
	readonly #news: Announcer;
	readonly #mine = new Set<string>();

	constructor(locks: Locks, news: Announcer) {
		this.#locks = locks;
		this.#news = news;
	}

	/** @returns gives the turn back; null when another tab has it */
	async take(id: string): Promise<(() => void) | null> {
		const release = await this.#locks.take(PREFIX + id);
		if (!release) {
			await this.#look();
			return null;
		}
		this.#mine.add(id);
		this.#news.announce();
		return () => {
			this.#mine.delete(id);
			release();
		};
	}

	/** @returns stops watching */
	watch(): () => void {
		void this.#look();
		return this.#news.listen(() => void this.#look());
	}

	async #look(): Promise<void> {
		const names = [...(await this.#locks.held())].filter((name) => name.startsWith(PREFIX));
		const ids = names.map((name) => name.slice(PREFIX.length)).filter((id) => !this.#mine.has(id));
		const known = this.elsewhere;
		this.elsewhere = new Set([...known, ...ids]);
		for (const id of ids) if (!known.has(id)) void this.#waitFor(id);
	}

	/** Until the other tab has heard it, was closed, or has crashed. */
	async #waitFor(id: string): Promise<void> {
		await this.#locks.freed(PREFIX + id);
		this.elsewhere = new Set([...this.elsewhere].filter((one) => one !== id));
	}
}

export function tabNews(): Announcer {
	const channel = new BroadcastChannel('genesis listening');
	return {
		announce: () => channel.postMessage(null),
		listen(onNews) {
			channel.addEventListener('message', onNews);
			return () => channel.removeEventListener('message', onNews);
		}
	};
}
