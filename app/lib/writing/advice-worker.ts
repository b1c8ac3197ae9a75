/** Looks for the easiest tuning off the main thread, and brings nothing along that only writing needs. */
import { expose } from 'comlink';
import { suggestTuning } from '#music/tab/suggest.ts';

const api = { suggestTuning };

export type AdviceApi = typeof api;

expose(api);
