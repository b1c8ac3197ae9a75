/** Every sentence that is said when the server says no. */
import type { AccountFailure } from '#app/accounts/asked.ts';
import { m } from '#app/paraglide/messages.js';

export function explainRefusal(failure: AccountFailure): string {
	switch (failure.code) {
		case 'invalid-email-or-password':
			return m.account_wrong();
		case 'email-not-verified':
			return m.account_not_confirmed();
		case 'user-already-exists-use-another-email':
			return m.account_exists();
		case 'password-too-common':
			return m.account_password_common();
		case 'invalid-password':
			return m.account_password_wrong();
		case 'invalid-token':
		case 'token-expired':
			return m.account_link_old();
		case 'sign-in-first':
			return m.account_signed_out();
		case 'not-a-picture':
			return m.account_not_a_picture();
		case 'too-large':
			return m.account_picture_large();
		case 'offline':
			return m.account_offline();
		case 'refused':
			return m.account_refused();
		case 'wait':
			return failure.seconds < 90
				? m.account_wait_seconds({ seconds: failure.seconds })
				: m.account_wait_minutes({ minutes: Math.ceil(failure.seconds / 60) });
	}
}
