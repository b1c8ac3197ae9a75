/** Words for what is said against a score. */
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
