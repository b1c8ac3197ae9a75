/** Every sentence that is said when the server says no, and what a device is called. */
import type { AccountFailure } from '#app/accounts/asked.ts';
import { browserName } from '#app/accounts/browser-name.ts';
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
		case 'sign-in-again':
			return m.account_sign_in_again();
		case 'too-many-passkeys':
			return m.passkeys_many();
		case 'passkey-not-found':
			return m.passkey_unknown();
		case 'passkey-not-verified':
			return m.passkey_refused();
		case 'challenge-not-found':
			return m.passkey_late();
		case 'passkey-not-made':
			return m.passkey_not_made();
		case 'passkey-not-used':
			return m.passkey_not_used();
		case 'passkey-here':
			return m.passkey_here();
		case 'passkey-failed':
			return m.passkey_failed();
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

/** @example deviceName(navigator.userAgent) // 'Firefox on Linux' */
export function deviceName(userAgent: string): string {
	const { browser, system } = browserName(userAgent);
	if (browser && system) return m.account_device({ browser, system });
	return browser || system || m.account_device_unknown();
}
