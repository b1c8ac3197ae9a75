/** Tells `openApi()` where the Worker is, so that a test needs to know nothing of it. */
import { beforeEach, inject } from 'vitest';

process.env['TEST_WORKER'] = inject('worker');

const { runs } = await import('#tests/support/where.ts');

beforeEach(({ skip }) => runs(skip));
