import { libsqlQueue } from './libsql.ts';
import { queueContract } from '#tests/support/queues.ts';

queueContract(libsqlQueue);
