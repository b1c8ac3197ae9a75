/**
 * Where recordings lie: bytes under a key of `owner/id`. A disk beside the database is the first
 * store; a server without one (`Services.files` null) takes no recordings, and says so.
 */
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
	/** Null when there is no such file. */
	read(key: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>;
	remove(key: string): Promise<void>;
	/** Everything of one owner. */
	removeAll(owner: string): Promise<void>;
}
