/** What lies about when a job has ended: its checkpoint, its recording, and at last its row. */
import { dropEnded, isWanted } from '#api/db/jobs.ts';
import type { Services } from '#api/env.ts';
import { removeUpload } from '#api/uploads/uploads.ts';

interface Owned {
	readonly id: string;
	readonly ownerId: string;
}

/** Beside the owner's recordings, so that it goes with the account. */
export const checkpointKey = ({ id, ownerId }: Owned): string => `${ownerId}/checkpoint-${id}`;

export async function forgetCheckpoint(services: Services, job: Owned): Promise<void> {
	await services.files?.remove(checkpointKey(job));
}

/** The result is kept: neither what was heard on the way nor the recording is needed any more. */
export async function afterResult(services: Services, job: Owned, uploadId: string): Promise<void> {
	await forgetCheckpoint(services, job);
	if (!(await isWanted(services.database, uploadId))) await removeUpload(services, uploadId);
}

/** Takes away jobs that have been kept long enough. Run it now and then. */
export async function sweepJobs(services: Services): Promise<void> {
	for (const job of await dropEnded(services.database, services.now())) {
		await forgetCheckpoint(services, job);
	}
}
