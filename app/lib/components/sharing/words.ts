/** Words for what is said against a score, and for what the server could not hear. */
import { m } from '#app/paraglide/messages.js';
import type { Reason } from '#app/sharing/links.ts';

export const REASONS: readonly Reason[] = ['copyright', 'offensive', 'spam', 'other'];

export function reasonName(reason: Reason): string {
	switch (reason) {
		case 'copyright':
			return m.report_copyright();
		case 'offensive':
			return m.report_offensive();
		case 'spam':
			return m.report_spam();
		case 'other':
			return m.report_other();
	}
}

/** @param code as a worker or the queue gave it; those of the recording itself are one to an admin */
export function jobFailureName(code: string | null): string {
	switch (code) {
		case 'worker-lost':
			return m.job_failure_worker_lost();
		case 'crashed':
			return m.job_failure_crashed();
		case 'no-space':
			return m.job_failure_no_space();
		case 'no-separator':
			return m.job_failure_no_separator();
		case 'api-away':
			return m.job_failure_api_away();
		case 'source-gone':
			return m.job_failure_source_gone();
		default:
			return m.job_failure_recording();
	}
}
