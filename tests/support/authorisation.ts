/**
 * Who may do what: one row for every route of the API, one column for everybody who may come. The
 * owner's score is never found by anybody else but through its link. A route that is not here fails
 * the test (`tests/authorisation.test.ts`), so whoever adds a route says who may use it.
 */
import { ACCOUNT_ROWS } from '#tests/support/account-rows.ts';
import { JOB_ROWS } from '#tests/support/job-rows.ts';
import {
	adminOnly,
	anybody,
	at,
	members,
	ownerOnly,
	withLink,
	withLinkSignedIn,
	type Place,
	type Row
} from '#tests/support/cells.ts';
import { scored } from '#tests/support/pushes.ts';

const LINKED = ['owner', 'holder'] as const;
const TUS = { 'Tus-Resumable': '1.0.0' };

const upload = ({ upload: id }: Place): string => `/api/uploads/${id}`;

/** By method and path, as the OpenAPI document has them. */
export const ROWS: Readonly<Record<string, Row>> = {
	'get /api/health': { path: at('/api/health'), statuses: anybody(200) },
	'get /api/ready': { path: at('/api/ready'), statuses: anybody(200) },

	...ACCOUNT_ROWS,
	...JOB_ROWS,

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
		// Somebody else's id is one of one's own; the owner's is there already.
		path: ({ recording }) => `/api/recordings/${recording}?name=Take`,
		json: () => 'a sound',
		headers: { 'Content-Type': 'audio/mpeg', 'Content-Length': '9' },
		statuses: members(200)
	},
	'get /api/recordings/{id}': {
		path: ({ recording }) => `/api/recordings/${recording}`,
		statuses: ownerOnly(200)
	},
	'delete /api/recordings/{id}': {
		path: ({ recording }) => `/api/recordings/${recording}`,
		statuses: ownerOnly(204)
	},

	'get /api/uploads': { path: at('/api/uploads'), statuses: members(200) },
	'post /api/uploads': {
		path: at('/api/uploads'),
		headers: { ...TUS, 'Upload-Length': '9' },
		statuses: members(201)
	},
	'post /api/uploads/link': {
		path: at('/api/uploads/link'),
		json: () => ({ url: 'http://127.0.0.1/' }),
		statuses: members(422)
	},
	'get /api/uploads/{id}': { path: upload, statuses: ownerOnly(200) },
	'head /api/uploads/{id}': { path: upload, headers: TUS, statuses: ownerOnly(200) },
	'patch /api/uploads/{id}': { path: upload, headers: TUS, statuses: ownerOnly(409) },
	'delete /api/uploads/{id}': { path: upload, statuses: ownerOnly(204) },

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
		onWorkers: anybody(404),
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
	},
	'get /api/admin/takedowns': { path: at('/api/admin/takedowns'), statuses: adminOnly(200) },
	'delete /api/admin/takedowns/{id}': {
		path: at('/api/admin/takedowns/unknown'),
		statuses: adminOnly(404)
	}
};
