/**
 * Where recordings and uploads lie: bytes under a key of `owner/id`. A disk beside the database is
 * the first store, one that speaks S3 the other; a server without either (`Services.files` null)
 * takes no recordings, and says so. `contract.ts` is what every store must do.
 */

/** Bytes of a file, both ends included, as HTTP counts them. */
export interface ByteRange {
	readonly start: number;
	readonly end: number;
}

export interface Files {
	/**
	 * Keeps all of it or nothing.
	 * @returns how many bytes came; null when they were more than `most`, or were cut off
	 */
	write(
		key: string,
		body: ReadableStream<Uint8Array<ArrayBuffer>>,
		most: number
	): Promise<number | null>;
	/**
	 * All of it or a part, as it is on the way: nothing is held whole. A range that begins within
	 * the file and ends behind it ends with the file.
	 * @returns null when there is no such file
	 */
	read(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>;
	/** In bytes; null when there is no such file. */
	size(key: string): Promise<number | null>;
	remove(key: string): Promise<void>;
	/** Everything of one owner. */
	removeAll(owner: string): Promise<void>;
}
