import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Found } from '#api/routes/discover.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { pushed, scored } from '#tests/support/pushes.ts';
import { publish, type Published } from '#tests/support/public-scores.ts';
import { NAMES, transposed, tune } from '#tests/support/tunes.ts';

let api: TestApi;
let ana: Person;

beforeAll(async () => {
	api = await openApi();
	ana = await api.join('Ana');
});

afterAll(() => api.close());

const share = (published: Published) => publish(api.database, ana.id, published);

interface Page {
	readonly items: readonly Found[];
	readonly next: string | null;
}

async function ask(query: Record<string, string>): Promise<Page> {
	const response = await api.stranger.request(`/api/discover?${new URLSearchParams(query)}`);
	expect(response.status).toBe(200);
	return (await response.json()) as Page;
}

const titles = async (query: Record<string, string>): Promise<string[]> =>
	(await ask(query)).items.map(({ title }) => title);

describe('a search', () => {
	beforeAll(async () => {
		await share({ title: 'Canción del río', artist: 'Lucía', tags: ['searched'] });
		await share({ title: '진도아리랑', artist: '민요', tags: ['searched', '남도'] });
		await share({ title: 'River Song', artist: 'Ben', album: 'Río', tags: ['searched'] });
	});

	test.each([
		['rio searched', ['Canción del río', 'River Song']],
		['riv searched', ['River Song']],
		['LUCIA', ['Canción del río']],
		['아리랑', ['진도아리랑']],
		['남도 민요', ['진도아리랑']],
		['리', ['진도아리랑']],
		['아랑', []],
		['song cancion', []]
	])('for “%s” finds %j', async (q, expected) => {
		expect((await titles({ q })).toSorted()).toEqual(expected);
	});

	test('never fails, whatever is typed', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (q) => {
				await ask({ q });
				await ask({ q, sort: 'new' });
			}),
			{ numRuns: 40 }
		);
	});

	test('tells what a stranger may know, and nothing of the account', async () => {
		const [found] = (await ask({ q: '진도아리랑' })).items;

		expect(found).toMatchObject({ title: '진도아리랑', by: 'Ana', tags: ['searched', '남도'] });
		expect(JSON.stringify(found)).not.toContain(ana.id);
		expect(JSON.stringify(found)).not.toContain(ana.email);
		expect(Object.keys(found!)).not.toContain('n');
	});
});

test('only what is public and has a link is found', async () => {
	const hidden = [
		share({ title: 'Hidden one', columns: { visibility: 'private' } }),
		share({ title: 'Hidden two', columns: { visibility: 'unlisted' } }),
		share({ title: 'Hidden three', linked: false })
	];
	await Promise.all(hidden);
	const { id } = await share({ title: 'Hidden four' });
	expect(await titles({ q: 'hidden' })).toEqual(['Hidden four']);

	await api.database.run(sql`UPDATE scores SET visibility = 'private' WHERE id = ${id}`);
	expect(await titles({ q: 'hidden' })).toEqual([]);
});

test('what is pushed and published is found by its Korean words, and gone once its link is', async () => {
	const score = scored('밀양아리랑');
	await pushed(ana, [score]);
	const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
	const made = await ana.request(`/api/scores/${score.id}/shares`, post);
	const { links } = (await made.json()) as { links: [{ token: string }] };
	expect(await titles({ q: '밀양' })).toEqual([]);

	await ana.request(`/api/scores/${score.id}/visibility`, {
		...post,
		method: 'PUT',
		body: JSON.stringify({ visibility: 'public' })
	});
	const [found] = (await ask({ q: '양아리', difficultyMin: '3', tuning: '40,45,50,55,59,64' }))
		.items;
	expect(found).toMatchObject({ token: links[0].token, metre: '6/8', chords: 'Dm Gm A' });

	await ana.request(`/api/scores/${score.id}/shares/${links[0].token}`, { method: 'DELETE' });
	expect(await titles({ q: '밀양' })).toEqual([]);
});

describe('filters', () => {
	const q = 'filtered';
	beforeAll(async () => {
		const guitar = { instrument: 'guitar', keyMode: 'major', tags: [q] } as const;
		const standard = [40, 45, 50, 55, 59, 64];
		await share({
			title: 'Easy filtered',
			columns: { ...guitar, keyFifths: 2, tempo: 70, difficulty: 2, seconds: 40, tuning: standard }
		});
		await share({
			title: 'Hard filtered',
			columns: {
				...guitar,
				keyFifths: -6,
				tempo: 180,
				difficulty: 9,
				seconds: 400,
				tuning: [38, ...standard.slice(1)]
			}
		});
	});

	test.each([
		['the instrument', { instrument: 'piano' }, []],
		['the key', { key: '2major' }, ['Easy filtered']],
		['the key by its other name', { key: '6major' }, ['Hard filtered']],
		['the mode', { key: '2minor' }, []],
		['the slowest tempo', { tempoMin: '100' }, ['Hard filtered']],
		['the fastest tempo', { tempoMax: '100' }, ['Easy filtered']],
		['the difficulty', { difficultyMin: '1', difficultyMax: '5' }, ['Easy filtered']],
		['the tuning', { tuning: '38,45,50,55,59,64' }, ['Hard filtered']],
		['the length', { durationMax: '60' }, ['Easy filtered']],
		['all of them', { instrument: 'guitar', key: '2major', tempoMax: '70' }, ['Easy filtered']]
	])('are by %s', async (_, filter, expected) => {
		expect(await titles({ q, ...(filter as Record<string, string>) })).toEqual(expected);
		expect(await titles({ q, sort: 'hard', ...(filter as Record<string, string>) })).toEqual(
			expected
		);
	});

	test.each([
		['an instrument that is none', { instrument: 'kazoo' }],
		['a key that is none', { key: '9major' }],
		['a difficulty above ten', { difficultyMax: '11' }],
		['a tuning that is SQL', { tuning: '1) OR (1' }],
		['a cursor that is made up', { cursor: 'bm9uc2Vuc2U=' }],
		['a cursor of another order', { sort: 'hard', cursor: btoa('["new",1,1]') }],
		['something that nobody knows', { colour: 'blue' }],
		['a question as long as a book', { q: 'a'.repeat(201) }]
	])('with %s are refused in the one shape', async (_, query) => {
		const asked = new URLSearchParams(query);
		const response = await api.stranger.request(`/api/discover?${asked}`);

		expect(response.status).toBe(400);
		expect(await response.json()).toMatchObject({ error: 'invalid-request' });
	});
});

describe('pages', () => {
	const tags = ['paged'];
	beforeAll(async () => {
		for (let i = 0; i < 55; i++) {
			const difficulty = 1 + (i % 7);
			const columns = { likeCount: i % 5, difficulty, published: new Date(i >> 1) };
			await share({ title: `Paged ${i}`, tags, columns });
		}
	});

	test.each(['match', 'new', 'liked', 'easy', 'hard'])(
		'sorted by %s hold every score once',
		async (sort) => {
			const seen: Found[] = [];
			let cursor: string | null = null;
			do {
				const page: Page = await ask({ q: 'paged', sort, ...(cursor && { cursor }) });
				seen.push(...page.items);
				cursor = page.next;
			} while (cursor);

			expect(new Set(seen.map(({ title }) => title)).size).toBe(55);
			expect(seen).toHaveLength(55);
			const by = seen.map(({ difficulty }) => difficulty!);
			if (sort === 'easy') expect(by).toEqual(by.toSorted((a, b) => a - b));
			if (sort === 'hard') expect(by).toEqual(by.toSorted((a, b) => b - a));
		}
	);

	test('go on where they were, though something new came meanwhile', async () => {
		const first = await ask({ q: 'paged', sort: 'new' });
		await share({ title: 'Just now', tags, columns: { published: new Date(9999) } });
		const second = await ask({ q: 'paged', sort: 'new', cursor: first.next! });

		const before = new Set(first.items.map(({ token }) => token));
		expect(second.items.some(({ token }) => before.has(token))).toBe(false);
		expect(second.items.map(({ title }) => title)).not.toContain('Just now');
	});
});

describe('an answer', () => {
	test('is kept for a moment, by anybody, and is not sent again while it is the same', async () => {
		const first = await api.stranger.request('/api/discover?q=paged');
		const etag = first.headers.get('ETag')!;
		const again = await api.stranger.request('/api/discover?q=paged', {
			headers: { 'If-None-Match': etag }
		});

		expect(first.headers.get('Cache-Control')).toBe('public, max-age=15');
		expect(again.status).toBe(304);
		expect(await again.text()).toBe('');
	});

	test('that takes back the cookies of an ended session is kept by nobody else', async () => {
		const headers = { Cookie: '__Host-genesis.session_token=ended.long-ago' };
		const response = await api.stranger.request('/api/discover', { headers });

		expect(response.headers.get('Cache-Control')).toBe('private, max-age=15');
	});

	test('to somebody signed in is kept by nobody else', async () => {
		const response = await ana.request('/api/discover');

		expect(response.headers.get('Cache-Control')).toBe('private, max-age=15');
	});
});

describe('similar music', () => {
	const links = new Map<string, string>();
	beforeAll(async () => {
		for (const title of NAMES) {
			links.set(title, (await share({ title, notes: tune(title) })).token);
		}
		const higher = transposed(tune('Greensleeves', 0.9), 5);
		await share({ title: 'Greensleeves, slower and higher', notes: higher });
		await share({
			title: 'Greensleeves, in secret',
			notes: tune('Greensleeves'),
			columns: { visibility: 'private' }
		});
	});

	const near = async (token: string): Promise<string[]> => {
		const response = await api.stranger.request(`/api/discover/${token}/similar`);
		expect(response.status).toBe(200);
		return ((await response.json()) as Page).items.map(({ title }) => title);
	};

	test('is first of all the same tune in another key and tempo, and never the score itself', async () => {
		const titles = await near(links.get('Greensleeves')!);

		expect(titles[0]).toBe('Greensleeves, slower and higher');
		expect(titles).not.toContain('Greensleeves');
		expect(titles).not.toContain('Greensleeves, in secret');
	});

	test('of a score without notes is none', async () => {
		expect(await near((await share({ title: 'Silence' })).token)).toEqual([]);
	});

	test('leaves the list when its owner takes it back, and comes again', async () => {
		const secret = (visibility: string) =>
			api.database.run(
				sql`UPDATE scores SET visibility = ${visibility} WHERE title = 'Greensleeves, slower and higher'`
			);
		await secret('private');
		expect((await near(links.get('Greensleeves')!))[0]).not.toContain('slower and higher');
		await secret('public');
		expect((await near(links.get('Greensleeves')!))[0]).toContain('slower and higher');
	});

	test('of a link that never was is refused', async () => {
		const response = await api.stranger.request('/api/discover/nothing/similar');

		expect(response.status).toBe(404);
	});
});
