/** Writes scores off the main thread, where ten minutes of notes would be felt. */
import { expose } from 'comlink';
import { suggestTuning } from '#music/tab/suggest.ts';
import { writeScore } from '#music/write.ts';

const api = { writeScore, suggestTuning };

export type WritingApi = typeof api;

expose(api);
