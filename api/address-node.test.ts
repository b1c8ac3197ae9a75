import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { addressBehind } from './address-node.ts';
import type { Env } from './env.ts';

const SOCKET = { incoming: { socket: { remoteAddress: '10.0.0.1' } } };

async function addressFor(proxies: number, forwarded?: string): Promise<string> {
	const app = new Hono<Env>().get('/', (c) => c.text(addressBehind(proxies)(c)));
	const headers = new Headers(forwarded ? { 'X-Forwarded-For': forwarded } : {});
	return (await app.request('/', { headers }, SOCKET)).text();
}

test('what a client writes of its address is not believed', async () => {
	expect(await addressFor(0, '203.0.113.9')).toBe('10.0.0.1');
	expect(await addressFor(1, '1.2.3.4, 203.0.113.9')).toBe('203.0.113.9');
	expect(await addressFor(2, '1.2.3.4, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
	expect(await addressFor(1)).toBe('10.0.0.1');
});
