/** The one door to the server: its routes as typed calls. Cookies go along by themselves. */
import { hc } from 'hono/client';
import type { Api } from '#api/api.ts';

export type Remote = ReturnType<typeof hc<Api>>;

/**
 * @param account whom every request is for; the server refuses it when somebody else is signed in
 * @example remote().api.health.$get()
 */
export const remote = (account?: string): Remote =>
	hc<Api>(location.origin, account ? { headers: { 'Genesis-Account': account } } : {});
