/** The door to the API for links. */
import { hc } from 'hono/client';
import type { Api } from '#api/api.ts';

export type Remote = ReturnType<typeof hc<Api>>;

export const remote = (): Remote => hc<Api>(location.origin);
