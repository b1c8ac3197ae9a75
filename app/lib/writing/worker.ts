/** Writes scores off the main thread, where ten minutes of notes would be felt. */
import { expose } from 'comlink';
import { writeScore } from '#music/write.ts';

const api = { writeScore };

export type WritingApi = typeof api;

expose(api);
