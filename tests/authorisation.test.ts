/** Every route, asked by everybody who may come: what each gets, and that no word leaks. */
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { passkey, session, user } from '#api/db/schema/accounts.ts';
import { recordings } from '#api/db/schema/machinery.ts';
import { uploads } from '#api/db/schema/uploads.ts';
import { scores } from '#api/db/schema/scores.ts';
import { transcriptionJobs } from '#api/db/schema/jobs.ts';
import { addShare } from '#api/db/shares.ts';
import { newToken } from '#api/sharing/token.ts';
import { openApi, type Person, type TestApi } from '#tests/support/api.ts';
import { ROWS } from '#tests/support/authorisation.ts';
import { PEOPLE, type Place, type Row, type Who } from '#tests/support/cells.ts';
import { keep } from '#tests/support/kept-score.ts';
import { WORKER } from '#tests/support/where.ts';

/** Words of the owner's score that nobody else may read. */
const SECRET = 'Waltz for nobody';

let api: TestApi;
let people: Record<Who, Person>;
let routes: string[];

beforeAll(async () => {
	api = await openApi();
	people = {
		anonymous: api.stranger,
		owner: await api.join('Owner'),
		other: await api.join('Other'),
		holder: await api.join('Holder'),
		admin: await api.join('Admin')
	};
	await api.database.update(user).set({ role: 'admin' }).where(eq(user.id, people.admin.id));
	const document = (await (await api.stranger.request('/api/openapi.json')).json()) as {
		paths: Record<string, object>;
	};
	routes = Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.keys(methods).map((method) => `${method} ${path}`)
	);
});

afterAll(() => api.close());

test('every route says who may use it', () => {
	expect(routes.filter((route) => !ROWS[route])).toEqual([]);
	expect(Object.keys(ROWS).filter((route) => !routes.includes(route))).toEqual([]);
});

async function placeFor(who: Who): Promise<Place> {
	const owner = people.owner.id;
	const score = await keep(api, people.owner, { title: SECRET });
	const upload = crypto.randomUUID();
	const moments = { created: new Date(), expires: new Date(Date.now() + 60_000) };
	await api.database.insert(uploads).values({
		...{ id: upload, ownerId: owner, name: SECRET, type: 'audio/mpeg', bytes: 9 },
		...{ state: 'complete', ...moments }
	});
	const recording = crypto.randomUUID();
	const words = new TextEncoder().encode(SECRET);
	const kept = { ownerId: owner, id: recording, name: SECRET, type: 'audio/mpeg' };
	await api.database
		.insert(recordings)
		.values({ ...kept, bytes: words.length, created: new Date() });
	// A Worker keeps no recordings, and its routes say so.
	if (!WORKER) {
		const { files } = api.services;
		await files!.write(`${owner}/${recording}`, new Blob([words]).stream(), words.length);
	}
	await api.database
		.update(scores)
		.set({ recordingId: recording })
		.where(and(eq(scores.ownerId, owner), eq(scores.id, score)));
	const token = newToken();
	await addShare(api.database, {
		token,
		ownerId: owner,
		scoreId: score,
		created: new Date(),
		allowExport: true,
		allowCopy: true,
		allowRecording: true
	});
	const elsewhere = crypto.randomUUID();
	await api.database.insert(session).values({
		id: elsewhere,
		token: crypto.randomUUID(),
		userId: owner,
		expiresAt: new Date(Date.now() + 60_000)
	});
	const key = crypto.randomUUID();
	await api.database.delete(passkey);
	await api.database.insert(passkey).values({
		id: key,
		name: SECRET,
		userId: owner,
		credentialID: key,
		publicKey: '',
		counter: 0,
		deviceType: 'multiDevice',
		backedUp: true
	});
	const job = crypto.randomUUID();
	await api.database.insert(transcriptionJobs).values({
		...{ id: job, ownerId: owner, uploadId: upload, name: SECRET, title: SECRET, settings: '{}' },
		...{ state: 'completed', result: JSON.stringify({ title: SECRET }), resultHash: '' },
		...{ due: new Date(), created: new Date(), changed: new Date(), ended: new Date() }
	});
	const held = who === 'owner' || who === 'holder';
	return {
		score,
		recording,
		upload,
		token: held ? token : newToken(),
		owner,
		session: elsewhere,
		passkey: key,
		job
	};
}

/** Somebody whose session the row may end. */
async function passing(who: Who): Promise<Person> {
	return who === 'anonymous' ? api.stranger : api.signIn(people[who].email);
}

async function ask(row: Row, method: string, who: Who): Promise<Response> {
	const place = await placeFor(who);
	const person = row.leaves ? await passing(who) : people[who];
	return person.request(row.path(place), {
		method: method.toUpperCase(),
		headers: { ...(row.json ? { 'Content-Type': 'application/json' } : {}), ...row.headers },
		...(row.json ? { body: JSON.stringify(row.json(place)) } : {})
	});
}

describe.each(Object.entries(ROWS))('%s', { timeout: 60_000 }, (route, row) => {
	test.each(PEOPLE)('as %s', async (who) => {
		const response = await ask(row, route.split(' ')[0]!, who);
		const text = await response.text();
		const statuses = (WORKER ? row.onWorkers : null) ?? row.statuses;

		expect(response.status, text.slice(0, 300)).toBe(statuses[PEOPLE.indexOf(who)]);
		const reads = row.reads ?? ['owner'];
		if (!reads.includes(who)) expect(text).not.toContain(SECRET);
		if (who !== 'owner') expect(text).not.toContain(people.owner.email);
	});
});
