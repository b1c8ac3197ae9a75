/**
 * Counts views without cookies: a link counts once a day for one address. What is remembered is a
 * hash of both with a salt that lives in memory for a day, so nobody can be found in it afterwards.
 */

const DAY = 24 * 60 * 60 * 1000;

/** When more have been seen in a day, the day begins anew: memory stays small. */
const MOST = 200_000;

export class Views {
	#day = -1;
	#salt = '';
	readonly #seen = new Set<string>();

	/** @returns whether it is the first view of the day by this address */
	async isNew(token: string, address: string, now: number): Promise<boolean> {
		const day = Math.floor(now / DAY);
		if (day !== this.#day || this.#seen.size >= MOST) {
			this.#day = day;
			this.#salt = crypto.randomUUID();
			this.#seen.clear();
		}
		const text = new TextEncoder().encode(`${this.#salt} ${token} ${address}`);
		const digest = await crypto.subtle.digest('SHA-256', text);
		const key = String.fromCharCode(...new Uint8Array(digest, 0, 12));
		const before = this.#seen.size;
		return this.#seen.add(key).size > before;
	}
}
