/** Where letters arrive: an address is confirmed, a password found again, and nothing tells who is here. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import en from '#messages/mail/en.json' with { type: 'json' };
import { LIMITS } from '#api/limits.ts';
import { openApi, PASSWORD, type TestApi } from '#tests/support/api.ts';
import { lacks } from '#tests/support/where.ts';
import { send } from '#tests/support/send.ts';

let api: TestApi;

beforeAll(async () => {
	api = await openApi({ confirmed: true });
});

afterAll(() => api.close());

const post = (path: string, json: object) => send(api.stranger, 'POST', `/api/auth/${path}`, json);

/** Does what brings a letter, and waits for it: no answer does. */
async function written<T>(action: () => Promise<T>): Promise<T> {
	const before = api.letters.length;
	const done = await action();
	await vi.waitFor(() => expect(api.letters.length).toBeGreaterThan(before), 10_000);
	return done;
}

const register = (email: string, language = 'en') =>
	written(() => post('sign-up/email', { name: 'Ana', email, password: PASSWORD, language }));

/** What stands behind # in the link of the last letter to somebody. */
function tokenFor(email: string): string {
	const letter = api.letters.findLast(({ to }) => to === email)!;
	return /#(\S+)/.exec(letter.text)![1]!;
}

/** Registers and opens the letter. */
async function confirmed(email: string): Promise<void> {
	await register(email);
	await post('verify-email', { token: tokenFor(email) });
}

describe('a letter', { timeout: 30_000 }, () => {
	test('confirms the address, in the language of the person, before the account is entered', async () => {
		const email = 'jiwoo@example.org';
		const answer = await register(email, 'ko');
		expect(await answer.json()).toEqual({ user: null });
		expect(answer.headers.getSetCookie()).toEqual([]);
		expect(api.letters.at(-1)!.subject).toBe('Genesis Music: 메일 주소를 확인해 주세요');

		const early = await post('sign-in/email', { email, password: PASSWORD });
		expect(early.status).toBe(403);
		expect(await early.json()).toMatchObject({ error: 'email-not-verified' });

		expect((await post('verify-email', { token: tokenFor(email) })).status).toBe(204);
		expect((await api.signIn(email)).id).not.toBe('');
	});

	test('brings a new password once, and all devices are signed out', async () => {
		const email = 'cleo@example.org';
		await confirmed(email);
		const phone = await api.signIn(email);
		await written(() => post('request-password-reset', { email }));
		const token = tokenFor(email);

		const common = await post('reset-password', { token, newPassword: 'password123' });
		expect(common.status).toBe(422);
		const reset = { token, newPassword: 'nine loud herons' };
		expect((await written(() => post('reset-password', reset))).status).toBe(204);
		expect(api.letters.at(-1)!.to).toBe(email);
		expect((await post('reset-password', reset)).status).toBe(400);
		expect((await send(phone, 'GET', '/api/account')).status).toBe(401);
		await expect(api.signIn(email)).rejects.toThrow('401');
		expect((await api.signIn(email, 'nine loud herons')).id).not.toBe('');
	});

	test('is not sent more often than one may ask for it, by signing in to an address of another', async () => {
		const strict = await openApi({ confirmed: true, limits: { letters: LIMITS.letters } });
		const victim = { email: 'victim@example.org', password: PASSWORD };
		await send(strict.stranger, 'POST', '/api/auth/sign-up/email', { name: 'Eve', ...victim });
		const answers = [];
		for (let i = 0; i < 8; i++) {
			answers.push(await send(strict.stranger, 'POST', '/api/auth/sign-in/email', victim));
		}

		expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 429, 429, 429, 429]);
		await expect.poll(() => strict.letters.length).toBe(5);
		strict.close();
	});

	test('tells the owner that the password was changed, and that the account is gone', async () => {
		const email = 'finn@example.org';
		await confirmed(email);
		const finn = await api.signIn(email);
		const change = { currentPassword: PASSWORD, newPassword: 'nine loud herons' };
		await written(() => send(finn, 'POST', '/api/auth/change-password', change));
		const leave = { password: 'nine loud herons' };
		await written(() => send(finn, 'POST', '/api/account/delete', leave));

		const letters = api.letters.filter(({ to }) => to === email);
		expect(letters.map(({ subject }) => subject.replace('Genesis Music: ', ''))).toEqual([
			en.mail_confirm_subject,
			en.mail_changed_subject,
			en.mail_deleted_subject
		]);
	});

	test('holds no line and no address that a name could smuggle in', async () => {
		const name = 'Win at http://evil.example now';
		const entry = { name, email: 'dan@example.org', password: PASSWORD };
		await written(() => post('sign-up/email', entry));
		const { text } = api.letters.at(-1)!;

		expect(text).not.toContain('evil.example');
		const lines = { name: 'a\r\nBcc: all@example.org', email: 'eve@example.org' };
		expect((await post('sign-up/email', { ...lines, password: PASSWORD })).status).toBe(400);
	});
});

describe('nothing tells whether an address has an account', { timeout: 60_000 }, () => {
	const KNOWN = 'known@example.org';
	const shape = async (response: Response) => [response.status, await response.text()];

	beforeAll(() => confirmed(KNOWN));

	test('registering: the answer is the same, and the owner hears of it', async () => {
		const before = api.letters.length;
		const known = await shape(await register(KNOWN));
		const unknown = await shape(await register('new@example.org'));

		expect(known).toEqual(unknown);
		const letters = api.letters.slice(before);
		expect(letters.map(({ to }) => to)).toEqual([KNOWN, 'new@example.org']);
		expect(letters[0]!.subject).toContain('already have an account');
	});

	test('a forgotten password, and another letter to confirm', async () => {
		for (const path of ['request-password-reset', 'send-verification-email']) {
			const known = await shape(await post(path, { email: KNOWN }));
			const unknown = await shape(await post(path, { email: 'nobody@example.org' }));
			expect(known).toEqual(unknown);
		}
	});

	test('signing in: the answer is the same', async () => {
		const entry = (email: string) => post('sign-in/email', { email, password: 'not this one' });

		expect(await shape(await entry(KNOWN))).toEqual(await shape(await entry('no@example.org')));
	});

	test.skipIf(lacks('the process'))(
		'and each takes about as long: the password is hashed either way',
		async () => {
			const time = async (email: string, path: string, rest: object): Promise<number> => {
				const times = [];
				for (let i = 0; i < 7; i++) {
					const from = process.cpuUsage();
					await post(path, { email, ...rest });
					const { user, system } = process.cpuUsage(from);
					times.push(user + system);
				}
				return times.toSorted((a, b) => a - b)[3]!;
			};
			const guess = { password: 'not this one' };
			const known = await time(KNOWN, 'sign-in/email', guess);
			const unknown = await time('no@example.org', 'sign-in/email', guess);

			// A hash takes some 100 ms; without one an answer takes a few.
			expect(unknown / known).toBeGreaterThan(0.5);
			expect(unknown / known).toBeLessThan(2);
		}
	);
});
