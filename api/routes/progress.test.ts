import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { learningProgress, practiceSessions } from '#api/db/schema/learning.ts';
import type { Item } from '#api/sync/shapes.ts';
import { notStarted } from '#music/practice/learned.ts';
import type { LearningProgress, PracticeSession } from '#music/progress.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { gone, pushed } from '#tests/support/pushes.ts';

const DAY = 86_400_000;

let api: TestApi;

beforeAll(async () => {
	api = await openApi();
});

afterAll(() => api.close());

/** A sitting of ten minutes on bars 3 to 5, late in the evening in Seoul. */
function sitting(change: Partial<PracticeSession> = {}): Item & { kind: 'practice' } {
	const id = randomUUID();
	const bars = [2, 3, 4].map((bar) => ({ bar, times: 2, again: 0, tempo: 84 }));
	const content: PracticeSession = {
		id,
		score: randomUUID(),
		started: 20_000 * DAY - 30 * 60_000 - 540 * 60_000,
		offset: 540,
		seconds: 600,
		bars,
		tempo: 84,
		loops: 1,
		...change
	};
	return { kind: 'practice', id, base: 0, content };
}

function record(change: Partial<LearningProgress> = {}): Item & { kind: 'progress' } {
	const id = randomUUID();
	return { kind: 'progress', id, base: 0, content: { ...notStarted(id), ...change } };
}

const totals = async (person: Person): Promise<unknown> =>
	(await person.request('/api/progress')).json();

const goal = (person: Person, dailyGoalMinutes: unknown): Promise<Response> =>
	person.request('/api/progress/goal', {
		method: 'PUT',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify({ dailyGoalMinutes })
	});

describe('what was practised', () => {
	test('is added up by the days that it was where the person was', async () => {
		const ana = await api.join('Ana');
		const first = sitting();
		const { score } = first.content!;
		const later = sitting({ score, started: first.content!.started + 60 * 60_000, seconds: 90 });
		await pushed(ana, [first, later, record({ completion: 0.5 }), record({ completion: 1 })]);

		expect(await totals(ana)).toEqual({
			seconds: 690,
			sessions: 2,
			scores: 1,
			completion: 0.75,
			dailyGoalMinutes: 20,
			days: [
				{ day: 20_000, seconds: 90 },
				{ day: 19_999, seconds: 600 }
			]
		});
	});

	test('is counted once, however often it is sent', async () => {
		const mia = await api.join('Mia');
		const item = sitting();
		await pushed(mia, [item], { key: 'the same key' });
		await pushed(mia, [item], { key: 'the same key' });
		await pushed(mia, [item]);

		expect(await totals(mia)).toMatchObject({ seconds: 600, sessions: 1 });
	});

	test('is nobody else’s', async () => {
		const [one, other] = [await api.join('One'), await api.join('Other')];
		await pushed(one, [sitting()]);

		expect(await totals(other)).toMatchObject({ seconds: 0, sessions: 0, days: [] });
		expect((await api.stranger.request('/api/progress')).status).toBe(401);
	});

	test('stands in rows that follow the record, and go with it', async () => {
		const eva = await api.join('Eva');
		const session = sitting();
		const progress = record({ difficulty: 4, notes: "Bobby's way", problemBars: [3, 4] });
		await pushed(eva, [session, progress]);
		const better = { ...progress, base: 1, content: { ...progress.content!, completion: 1 } };
		const stale = { ...progress, base: 0, content: { ...progress.content!, notes: 'stale' } };
		await pushed(eva, [better]);
		await pushed(eva, [stale]);

		const own = and(
			eq(learningProgress.ownerId, eva.id),
			eq(learningProgress.scoreId, progress.id)
		);
		expect(await api.database.select().from(learningProgress).where(own)).toMatchObject([
			{ completion: 1, difficultyRating: 4, notes: "Bobby's way", problemBars: [3, 4] }
		]);
		const sessions = eq(practiceSessions.ownerId, eva.id);
		expect(await api.database.select().from(practiceSessions).where(sessions)).toMatchObject([
			{ day: 19_999, firstBar: 2, lastBar: 4, tempo: 84, loops: 1 }
		]);

		await pushed(eva, [gone(session, 1), gone(progress, 2)]);
		expect(await api.database.select().from(learningProgress).where(own)).toEqual([]);
		expect(await totals(eva)).toMatchObject({ seconds: 0, completion: null });
	});
});

describe('the daily goal', () => {
	test('is the person’s, on every device', async () => {
		const leo = await api.join('Leo');
		expect((await goal(leo, 45)).status).toBe(200);

		expect(await totals(await api.signIn(leo.email))).toMatchObject({ dailyGoalMinutes: 45 });
	});

	test('is minutes of one day, and set by nobody else', async () => {
		const kim = await api.join('Kim');
		for (const wrong of [0, 1441, 2.5, 'much', null]) {
			expect((await goal(kim, wrong)).status).toBe(400);
		}
		expect((await goal(api.stranger, 10)).status).toBe(401);
	});
});
