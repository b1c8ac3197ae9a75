/** The one door to the server: its routes as typed calls. Cookies go along by themselves. */
import { hc } from 'hono/client';
import type { Api } from '#api/api.ts';

export type Remote = ReturnType<typeof hc<Api>>;

/** @example remote().api.health.$get() */
export const remote = (): Remote => hc<Api>(location.origin);
