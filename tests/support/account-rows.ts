/** Who may do what to accounts: part of the matrix of `authorisation.ts`. */
import { newAuthenticator } from '#tests/support/authenticator.ts';
import { anybody, at, members, ownerOnly, type Row } from '#tests/support/cells.ts';

const NOBODY = { email: 'nobody@example.org', password: 'seven quiet owls' };

/** A passkey that no account has. */
const UNASKED = newAuthenticator();

/** By method and path, as the OpenAPI document has them. */
export const ACCOUNT_ROWS: Readonly<Record<string, Row>> = {
	'post /api/auth/sign-up/email': {
		path: at('/api/auth/sign-up/email'),
		json: () => ({ ...NOBODY, name: 'N', email: `${crypto.randomUUID()}@example.org` }),
		statuses: anybody(200),
		leaves: true
	},
	'post /api/auth/sign-in/email': {
		path: at('/api/auth/sign-in/email'),
		json: () => NOBODY,
		statuses: anybody(401)
	},
	'post /api/auth/sign-out': {
		path: at('/api/auth/sign-out'),
		statuses: anybody(204),
		leaves: true
	},
	'get /api/auth/get-session': { path: at('/api/auth/get-session'), statuses: anybody(200) },
	'post /api/auth/send-verification-email': {
		path: at('/api/auth/send-verification-email'),
		json: () => ({ email: NOBODY.email }),
		statuses: [204, 400, 400, 400, 400]
	},
	'post /api/auth/verify-email': {
		path: at('/api/auth/verify-email'),
		json: () => ({ token: 'made up' }),
		statuses: anybody(401)
	},
	'post /api/auth/request-password-reset': {
		path: at('/api/auth/request-password-reset'),
		json: () => ({ email: NOBODY.email }),
		statuses: anybody(204)
	},
	'post /api/auth/reset-password': {
		path: at('/api/auth/reset-password'),
		json: () => ({ token: 'made up', newPassword: 'nine loud herons' }),
		statuses: anybody(400)
	},
	'post /api/auth/change-password': {
		path: at('/api/auth/change-password'),
		json: () => ({ currentPassword: 'not this one', newPassword: 'nine loud herons' }),
		statuses: members(400)
	},

	// First: whoever has asked for a challenge is told something else.
	'post /api/auth/passkey': {
		path: at('/api/auth/passkey'),
		json: () => ({ passkey: UNASKED.sign({ challenge: 'eA' }) }),
		statuses: anybody(400)
	},
	'post /api/auth/passkey/options': {
		path: at('/api/auth/passkey/options'),
		statuses: anybody(200)
	},

	// No other service is set up in tests of the matrix.
	'post /api/auth/with/{provider}': {
		path: at('/api/auth/with/github'),
		statuses: anybody(404)
	},
	'get /api/auth/callback/{provider}': {
		path: at('/api/auth/callback/github?code=x&state=y'),
		statuses: anybody(404)
	},

	'get /api/account/ways': { path: at('/api/account/ways'), statuses: anybody(200) },
	'get /api/account': { path: at('/api/account'), statuses: members(200) },
	'patch /api/account': {
		path: at('/api/account'),
		json: () => ({ bio: 'plays' }),
		statuses: members(200)
	},
	'get /api/account/sessions': { path: at('/api/account/sessions'), statuses: members(200) },
	'delete /api/account/sessions': { path: at('/api/account/sessions'), statuses: members(204) },
	'delete /api/account/sessions/{id}': {
		path: ({ session }) => `/api/account/sessions/${session}`,
		statuses: ownerOnly(204)
	},
	'get /api/account/passkeys': { path: at('/api/account/passkeys'), statuses: members(200) },
	'post /api/account/passkeys/options': {
		path: at('/api/account/passkeys/options'),
		json: () => ({}),
		statuses: members(200)
	},
	'post /api/account/passkeys': {
		path: at('/api/account/passkeys'),
		json: () => ({ name: 'Phone', passkey: UNASKED.make({ challenge: 'eA' }) }),
		statuses: members(400)
	},
	'patch /api/account/passkeys/{id}': {
		path: ({ passkey }) => `/api/account/passkeys/${passkey}`,
		json: () => ({ name: 'Phone' }),
		statuses: ownerOnly(200)
	},
	'delete /api/account/passkeys/{id}': {
		path: ({ passkey }) => `/api/account/passkeys/${passkey}`,
		statuses: ownerOnly(204)
	},
	'put /api/account/avatar': { path: at('/api/account/avatar'), statuses: members(422) },
	'delete /api/account/avatar': { path: at('/api/account/avatar'), statuses: members(200) },
	'get /api/people/{id}/avatar': {
		path: ({ owner }) => `/api/people/${owner}/avatar`,
		statuses: anybody(404)
	},
	'get /api/account/data': { path: at('/api/account/data'), statuses: members(200) },
	'post /api/account/delete': {
		path: at('/api/account/delete'),
		json: () => ({ password: 'not this one' }),
		statuses: members(400)
	}
};
