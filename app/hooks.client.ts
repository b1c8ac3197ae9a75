/**
 * Runs before anything else. In a frame of another site a browser may refuse storage, and even to
 * ask for it throws: the page then keeps in memory what it would have kept.
 */
import { lendStorage } from '#app/store/lent-storage.ts';

lendStorage(globalThis);
