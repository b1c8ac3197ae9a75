import { expect, test, vi } from 'vitest';
import { fail, ok, type Result } from '#music/result.ts';
import type { DiscoverFailure, Found, FoundPage, Query } from '#app/discover/shelf.ts';
import { PublicShelf } from '#app/discover/shelf.ts';
import { ANYTHING } from '#app/discover/wanted.ts';
import { Discover } from '#app/state/discover.svelte.ts';

const found = (token: string): Found => ({
	token,
	title: token,
	artist: '',
	by: 'Ana',
	instrument: null,
	tempo: null,
	key: null,
	metre: null,
	difficulty: null,
	chords: '',
	seconds: 0,
	likes: 0
});

const page = (tokens: string, next: string | null = null): Result<FoundPage, DiscoverFailure> =>
	ok({ items: [...tokens].map(found), next });

/** A shelf that is told what to answer, and remembers what it was asked. */
class ToldShelf extends PublicShelf {
	readonly asked: Query[] = [];
	readonly #answers: Result<FoundPage, DiscoverFailure>[];

	constructor(...answers: Result<FoundPage, DiscoverFailure>[]) {
		super({} as never);
		this.#answers = answers;
	}

	override page(query: Query): Promise<Result<FoundPage, DiscoverFailure>> {
		this.asked.push(query);
		return Promise.resolve(this.#answers.shift()!);
	}
}

const open = (shelf: PublicShelf): Discover =>
	new Discover({ shelf, links: {} as never, writer: {} as never });
const shown = (discover: Discover): string => (discover.items ?? []).map((f) => f.token).join('');

test('more comes after what is there, and nothing twice', async () => {
	const shelf = new ToldShelf(page('abc', 'further'), page('cde'));
	const discover = open(shelf);
	await discover.load();
	expect(discover.hasMore).toBe(true);
	await discover.more();

	expect(shown(discover)).toBe('abcde');
	expect(discover.hasMore).toBe(false);
	expect(shelf.asked[1]).toEqual({ cursor: 'further' });
});

test('who comes back finds what was there, without asking again', async () => {
	const shelf = new ToldShelf(page('a'));
	const discover = open(shelf);
	discover.enter(ANYTHING);
	await vi.waitFor(() => expect(shown(discover)).toBe('a'));
	discover.enter({ ...ANYTHING });

	expect(shelf.asked).toHaveLength(1);
});

test('what cannot be reached is said, and found at the next trial', async () => {
	const shelf = new ToldShelf(fail({ code: 'offline' }), page('a'));
	const discover = open(shelf);
	await discover.load();
	expect(discover.failure).toBe('offline');
	await discover.load();

	expect(discover.failure).toBeNull();
	expect(shown(discover)).toBe('a');
});

test('a word is asked for once it is typed', async () => {
	const shelf = new ToldShelf(page('a'), page('b'));
	const discover = open(shelf);
	for (const q of ['a', 'ar', 'ari']) discover.want({ q });
	await vi.waitFor(() => expect(shelf.asked).toEqual([{ q: 'ari' }]));
});
