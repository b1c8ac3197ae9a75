/** Where a request came from, on Node: the socket, or what our own proxies say. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Services } from './env.ts';

/**
 * @param proxies how many proxies of ours stand before the server; each adds one entry at the end of
 * X-Forwarded-For, and what stands before those was written by the client and proves nothing
 */
export function addressBehind(proxies: number): Services['address'] {
	return (c) => {
		const socket = getConnInfo(c).remote.address ?? 'unknown';
		if (proxies === 0) return socket;
		const passed = c.req.header('X-Forwarded-For')?.split(',') ?? [];
		return passed.at(-proxies)?.trim() || socket;
	};
}
