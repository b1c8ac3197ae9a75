/** What may be wrong after something was killed. */
export const KINDS = ['lost', 'twice', 'late', 'other'] as const;

export interface Wrong {
	/** `lost`: it has no result; `twice`: it has more than one; `late`: it was begun again too late. */
	readonly kind: (typeof KINDS)[number];
	readonly message: string;
}
