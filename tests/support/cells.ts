/** The cells of the matrix of `authorisation.ts`: who may come, and what a row says of them. */

/** `holder`: signed in, with the score's link. The others know its id, and a link they made up. */
export const PEOPLE = ['anonymous', 'owner', 'other', 'holder', 'admin'] as const;
export type Who = (typeof PEOPLE)[number];

/** What a row may speak of; new for each cell. */
export interface Place {
	/** Of an upload of the owner, which is whole. */
	readonly upload: string;
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
	/** Of the owner. */
	readonly passkey: string;
	/** Of the owner, completed. */
	readonly job: string;
}

export interface Row {
	readonly path: (place: Place) => string;
	readonly json?: (place: Place) => unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Status for each of `PEOPLE`, in their order. */
	readonly statuses: readonly [number, number, number, number, number];
	/** The same on Workers, where they differ and it is not by saying 501. */
	readonly onWorkers?: Row['statuses'];
	/** Who may read the words of the owner's score in the answer; the owner if nothing is said. */
	readonly reads?: readonly Who[];
	/** It ends the session that it is asked with. */
	readonly leaves?: true;
}

export const anybody = (status: number): Row['statuses'] => [
	status,
	status,
	status,
	status,
	status
];
export const members = (status: number): Row['statuses'] => [401, status, status, status, status];
export const ownerOnly = (status: number): Row['statuses'] => [401, status, 404, 404, 404];
export const withLink = (status: number): Row['statuses'] => [404, status, 404, status, 404];
export const withLinkSignedIn = (status: number): Row['statuses'] => [
	401,
	status,
	404,
	status,
	404
];

export const adminOnly = (status: number): Row['statuses'] => [401, 403, 403, 403, status];

export const at = (path: string) => (): string => path;
