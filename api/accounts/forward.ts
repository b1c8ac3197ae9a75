/** Calls better-auth for a route of ours, and turns what it answers into our shapes. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import type { Env } from '#api/env.ts';
import { Refused } from '#api/errors.ts';
import { ADDRESS_HEADER } from './auth.ts';

const Failure = z.object({ code: z.string(), message: z.string().optional() });

/** What becomes of the session cookies is up to better-auth; they are handed on as they are. */
export async function forward(
	c: Context<Env>,
	method: 'GET' | 'POST',
	path: string,
	body: Readonly<Record<string, unknown>> = {}
): Promise<unknown> {
	const { auth, origin, address } = c.var.services;
	const headers = new Headers({ Origin: origin, [ADDRESS_HEADER]: address(c) });
	for (const name of ['Cookie', 'User-Agent']) {
		const value = c.req.header(name);
		if (value) headers.set(name, value.slice(0, 4_096));
	}
	if (method === 'POST') headers.set('Content-Type', 'application/json');
	const response = await auth.handler(
		new Request(`${origin}/api/auth${path}`, {
			method,
			headers,
			...(method === 'POST' ? { body: JSON.stringify(body) } : {})
		})
	);
	for (const cookie of response.headers.getSetCookie()) {
		c.header('Set-Cookie', cookie, { append: true });
	}
	const text = await response.text();
	const answer = text ? (JSON.parse(text) as unknown) : null;
	if (response.ok) return answer;
	const failure = Failure.safeParse(answer).data;
	throw new Refused(
		response.status as ContentfulStatusCode,
		failure?.code.toLowerCase().replaceAll('_', '-') ?? 'refused',
		failure?.message ?? 'The request was refused.'
	);
}
