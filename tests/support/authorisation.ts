/**
 * Who may do what: one row for every route of the API, one column for everybody who may come. The
 * owner's score is never found by anybody else but through its link. A route that is not here fails
 * the test (`tests/authorisation.test.ts`), so whoever adds a route says who may use it.
 */

import { scored } from '#tests/support/pushes.ts';

/** `holder`: signed in, with the score's link. The others know its id, and a link they made up. */
export const PEOPLE = ['anonymous', 'owner', 'other', 'holder', 'admin'] as const;
export type Who = (typeof PEOPLE)[number];

/** What a row may speak of; new for each cell. */
export interface Place {
	/** Of the owner's score. */
	readonly score: string;
	/** Of its link; for all but the owner and the holder, one that was made up. */
	readonly token: string;
	/** Of the owner. */
	readonly owner: string;
	/** Of the owner's recording of it, which may be heard through the link. */
	readonly recording: string;
	/** Of a session of the owner's on another device. */
	readonly session: string;
}

export interface Row {
	readonly path: (place: Place) => string;
	readonly json?: (place: Place) => unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Status for each of `PEOPLE`, in their order. */
	readonly statuses: readonly [number, number, number, number, number];
	/** Who may read the words of the owner's score in the answer; the owner if nothing is said. */
	readonly reads?: readonly Who[];
	/** It ends the session that it is asked with. */
	readonly leaves?: true;
}

const anybody = (status: number): Row['statuses'] => [status, status, status, status, status];
const members = (status: number): Row['statuses'] => [401, status, status, status, status];
const ownerOnly = (status: number): Row['statuses'] => [401, status, 404, 404, 404];
const withLink = (status: number): Row['statuses'] => [404, status, 404, status, 404];
const withLinkSignedIn = (status: number): Row['statuses'] => [401, status, 404, status, 404];

const adminOnly = (status: number): Row['statuses'] => [401, 403, 403, 403, status];

const at = (path: string) => (): string => path;
const NOBODY = { email: 'nobody@example.org', password: 'seven quiet owls' };
const LINKED = ['owner', 'holder'] as const;

/** By method and path, as the OpenAPI document has them. */
export const ROWS: Readonly<Record<string, Row>> = {
	'get /api/health': { path: at('/api/health'), statuses: anybody(200) },
	'get /api/ready': { path: at('/api/ready'), statuses: anybody(200) },

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
	},

	'get /api/changes': { path: at('/api/changes'), statuses: members(200) },
	'post /api/changes': {
		// Somebody else's id is a tombstone of one's own, and nothing of the owner's.
		path: at('/api/changes'),
		json: ({ score }) => ({ items: [{ kind: 'score', id: score, base: 1, content: null }] }),
		headers: { 'Idempotency-Key': 'each cell its own' },
		statuses: members(200)
	},

	'get /api/progress': { path: at('/api/progress'), statuses: members(200) },
	'put /api/progress/goal': {
		path: at('/api/progress/goal'),
		json: () => ({ dailyGoalMinutes: 30 }),
		statuses: members(200)
	},

	'get /api/scores/{id}': {
		path: ({ score }) => `/api/scores/${score}`,
		statuses: ownerOnly(200)
	},
	'put /api/scores/{id}': {
		// Somebody else's id makes a score of one's own; the owner's has been changed since.
		path: ({ score }) => `/api/scores/${score}`,
		json: ({ score }) => ({ base: 0, content: scored('Mine', { id: score }).content }),
		statuses: [401, 409, 200, 200, 200]
	},
	'delete /api/scores/{id}': {
		path: ({ score }) => `/api/scores/${score}?base=1`,
		statuses: ownerOnly(200)
	},

	'get /api/recordings': { path: at('/api/recordings'), statuses: members(200) },
	'put /api/recordings/{id}': {
		// Somebody else's id is none of theirs: the owner's is there already.
		path: ({ recording }) => `/api/recordings/${recording}?name=Take`,
		headers: { 'Content-Type': 'audio/mpeg', 'Content-Length': '9' },
		statuses: [401, 200, 400, 400, 400]
	},
	'get /api/recordings/{id}': {
		path: ({ recording }) => `/api/recordings/${recording}`,
		statuses: ownerOnly(200)
	},
	'delete /api/recordings/{id}': {
		path: ({ recording }) => `/api/recordings/${recording}`,
		statuses: ownerOnly(204)
	},

	// The score of the matrix is unlisted: whoever searches does not find it.
	'get /api/discover': {
		path: at('/api/discover?q=waltz'),
		statuses: anybody(200),
		reads: []
	},
	'get /api/discover/{token}/similar': {
		path: ({ token }) => `/api/discover/${token}/similar`,
		statuses: withLink(200),
		reads: []
	},

	'get /api/scores/{id}/shares': {
		path: ({ score }) => `/api/scores/${score}/shares`,
		statuses: ownerOnly(200)
	},
	'post /api/scores/{id}/shares': {
		path: ({ score }) => `/api/scores/${score}/shares`,
		json: () => ({}),
		statuses: ownerOnly(201)
	},
	'patch /api/scores/{id}/shares/{token}': {
		path: ({ score, token }) => `/api/scores/${score}/shares/${token}`,
		json: () => ({ allowCopy: false }),
		statuses: ownerOnly(200)
	},
	'delete /api/scores/{id}/shares/{token}': {
		path: ({ score, token }) => `/api/scores/${score}/shares/${token}`,
		statuses: ownerOnly(200)
	},
	'put /api/scores/{id}/visibility': {
		path: ({ score }) => `/api/scores/${score}/visibility`,
		json: () => ({ visibility: 'unlisted' }),
		statuses: ownerOnly(200)
	},
	'get /api/public/{token}/preview.png': {
		path: ({ token }) => `/api/public/${token}/preview.png`,
		statuses: withLink(200)
	},
	'get /api/oembed': {
		path: ({ token }) => `/api/oembed?url=http://localhost:4444/shared/${token}`,
		statuses: withLink(200),
		reads: LINKED
	},
	'get /api/public/{token}': {
		path: ({ token }) => `/api/public/${token}`,
		statuses: withLink(200),
		reads: LINKED
	},
	'get /api/public/{token}/recording': {
		path: ({ token }) => `/api/public/${token}/recording`,
		statuses: withLink(200),
		reads: LINKED
	},
	'post /api/public/{token}/views': {
		path: ({ token }) => `/api/public/${token}/views`,
		statuses: withLink(204)
	},
	'post /api/public/{token}/copies': {
		path: ({ token }) => `/api/public/${token}/copies`,
		statuses: withLink(204)
	},
	'put /api/public/{token}/like': {
		path: ({ token }) => `/api/public/${token}/like`,
		statuses: withLinkSignedIn(204)
	},
	'delete /api/public/{token}/like': {
		path: ({ token }) => `/api/public/${token}/like`,
		statuses: withLinkSignedIn(204)
	},
	'post /api/public/{token}/reports': {
		path: ({ token }) => `/api/public/${token}/reports`,
		json: () => ({ reason: 'other' }),
		statuses: withLink(204)
	},
	'get /api/admin/reports': {
		path: at('/api/admin/reports'),
		statuses: adminOnly(200),
		reads: ['admin']
	},
	'post /api/admin/reports/{id}': {
		path: at('/api/admin/reports/unknown'),
		json: () => ({ outcome: 'dismissed' }),
		statuses: adminOnly(404)
	}
};
