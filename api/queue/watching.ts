/** How those who watch jobs are told, by either way. */
import type { Told } from '#api/db/jobs.ts';

/** A change by another process is seen within so long, milliseconds. */
export const LOOK = 1_000;

/** After so long without news something is sent all the same: proxies end what is silent. */
export const SILENCE = 15_000;

export const isOver = ({ state }: Pick<Told, 'state'>): boolean =>
	state !== 'pending' && state !== 'active';
