/** Who may do what with jobs: part of the matrix of `authorisation.ts`. Only a token opens the workers' addresses. */
import {
	adminOnly,
	anybody,
	at,
	members,
	ownerOnly,
	type Place,
	type Row
} from '#tests/support/cells.ts';

const LEASE = { 'Lease-Token': 'a lease that somebody made up' };
const token = LEASE['Lease-Token'];

const work = (what: string) => (place: Place) => `/api/worker/jobs/${place.job}/${what}`;
const notForPeople = anybody(401);

/** By method and path, as the OpenAPI document has them. */
export const JOB_ROWS: Readonly<Record<string, Row>> = {
	'get /api/jobs/offer': { path: at('/api/jobs/offer'), statuses: anybody(200) },
	'get /api/jobs': { path: at('/api/jobs'), statuses: members(200) },
	'post /api/jobs': {
		path: at('/api/jobs'),
		json: ({ score }) => ({ upload: score, title: 'Mine' }),
		statuses: members(404)
	},
	'get /api/jobs/live': { path: at('/api/jobs/live'), statuses: members(501) },
	'get /api/jobs/{id}': { path: ({ job }) => `/api/jobs/${job}`, statuses: ownerOnly(200) },
	'post /api/jobs/{id}/cancel': {
		path: ({ job }) => `/api/jobs/${job}/cancel`,
		statuses: ownerOnly(200)
	},
	'get /api/jobs/{id}/result': {
		path: ({ job }) => `/api/jobs/${job}/result`,
		statuses: ownerOnly(200)
	},
	'get /api/jobs/{id}/events': {
		path: ({ job }) => `/api/jobs/${job}/events`,
		statuses: ownerOnly(200)
	},
	'get /api/admin/jobs': { path: at('/api/admin/jobs'), statuses: adminOnly(200) },
	'post /api/admin/jobs/{id}/retry': {
		path: ({ job }) => `/api/admin/jobs/${job}/retry`,
		statuses: adminOnly(404)
	},
	'delete /api/admin/jobs/{id}': {
		path: ({ job }) => `/api/admin/jobs/${job}`,
		statuses: adminOnly(404)
	},
	'post /api/worker/claim': {
		path: at('/api/worker/claim'),
		json: () => ({ worker: 'somebody' }),
		statuses: notForPeople
	},
	'post /api/worker/jobs/{id}/beat': {
		path: work('beat'),
		json: () => ({ token }),
		statuses: notForPeople
	},
	'post /api/worker/jobs/{id}/progress': {
		path: work('progress'),
		json: () => ({ token, stage: 'listening', progress: 0.5 }),
		statuses: notForPeople
	},
	'post /api/worker/jobs/{id}/give-back': {
		path: work('give-back'),
		json: () => ({ token }),
		statuses: notForPeople
	},
	'post /api/worker/jobs/{id}/failure': {
		path: work('failure'),
		json: () => ({ token, code: 'crash', message: '', final: true }),
		statuses: notForPeople
	},
	'put /api/worker/jobs/{id}/result': {
		path: work('result'),
		headers: LEASE,
		statuses: notForPeople
	},
	'get /api/worker/jobs/{id}/source': {
		path: work('source'),
		headers: LEASE,
		statuses: notForPeople
	},
	'put /api/worker/jobs/{id}/checkpoint': {
		path: work('checkpoint'),
		headers: LEASE,
		statuses: notForPeople
	},
	'get /api/worker/jobs/{id}/checkpoint': {
		path: work('checkpoint'),
		headers: LEASE,
		statuses: notForPeople
	}
};
