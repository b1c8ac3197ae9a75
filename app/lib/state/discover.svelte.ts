/** Looking through public scores: what is wished for, what was found so far, and what stands in the way. */
import type { Score } from '#music/score/score.ts';
import type { DiscoverFailure, Found, PublicShelf } from '#app/discover/shelf.ts';
import { ANYTHING, queryOf, type Wanted } from '#app/discover/wanted.ts';
import type { Links } from '#app/sharing/links.ts';
import { playedIn, writingOf } from '#app/store/brands.ts';
import type { Writer } from '#app/writing/client.ts';

/** A word is typed to its end before it is asked for, ms. */
const TYPING_MS = 250;
/** A picture shows no more than the first lines: this much of the music is written for it, seconds. */
const PICTURE = 20;
/** Pictures that are kept in memory. */
const PICTURES = 60;

interface Parts {
	readonly shelf: PublicShelf;
	readonly links: Pick<Links, 'open'>;
	readonly writer: Pick<Writer, 'write'>;
}

export class Discover {
	wanted = $state.raw<Wanted>(ANYTHING);
	/** Null until there was an answer. */
	items = $state.raw<readonly Found[] | null>(null);
	busy = $state(false);
	failure = $state.raw<DiscoverFailure['code'] | null>(null);
	#next = $state.raw<string | null>(null);
	/** There is more of the same. */
	readonly hasMore: boolean = $derived(this.#next !== null);
	readonly #parts: Parts;
	readonly #pictures = new Map<string, Promise<Score | null>>();
	#asking: AbortController | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(parts: Parts) {
		this.#parts = parts;
	}

	/** Begins with what the address says; the same as before is shown again as it was. */
	enter(wanted: Wanted): void {
		const same = JSON.stringify(wanted) === JSON.stringify(this.wanted);
		if (same && this.items && !this.failure) return;
		this.wanted = wanted;
		void this.load();
	}

	want(change: Partial<Wanted>): void {
		this.wanted = { ...this.wanted, ...change };
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.load(), 'q' in change ? TYPING_MS : 0);
	}

	load(): Promise<void> {
		return this.#ask(null);
	}

	async more(): Promise<void> {
		if (this.#next && !this.busy) await this.#ask(this.#next);
	}

	async #ask(cursor: string | null): Promise<void> {
		clearTimeout(this.#timer);
		this.#asking?.abort();
		const asking = (this.#asking = new AbortController());
		this.busy = true;
		try {
			const page = await this.#parts.shelf.page(queryOf(this.wanted, cursor), asking.signal);
			this.failure = page.ok ? null : page.error.code;
			if (!page.ok) return;
			// A score that was liked meanwhile may come a second time.
			const before = cursor ? (this.items ?? []) : [];
			const known = new Set(before.map(({ token }) => token));
			this.items = [...before, ...page.value.items.filter(({ token }) => !known.has(token))];
			this.#next = page.value.next;
		} catch (cause) {
			if (!asking.signal.aborted) throw cause;
		} finally {
			if (this.#asking === asking) this.busy = false;
		}
	}

	near(token: string, signal: AbortSignal): Promise<readonly Found[]> {
		return this.#parts.shelf.near(token, signal);
	}

	/** The first lines of a score, written when its card is seen. */
	picture(found: Found): Promise<Score | null> {
		const { token } = found;
		const known = this.#pictures.get(token);
		if (known) return known;
		const made = this.#write(found);
		this.#pictures.set(token, made);
		for (const old of this.#pictures.keys()) {
			if (this.#pictures.size <= PICTURES) break;
			this.#pictures.delete(old);
		}
		return made;
	}

	async #write({ token, instrument, key }: Found): Promise<Score | null> {
		const { links, writer } = this.#parts;
		const opened = await links.open(token, new AbortController().signal);
		if (!opened.ok) return null;
		const { document } = opened.value;
		const first = playedIn(document).filter(({ start }) => start < PICTURE);
		if (first.length === 0) return null;
		return writer.write(`found ${token}`, first, { ...writingOf(document), instrument, key });
	}
}
