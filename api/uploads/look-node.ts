/** A look at a file of the landing folder: its kind and its hash. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { kindOf } from './sniff.ts';

/** Throws `Refused` when it is no recording. */
export async function kindOfFile(path: string, size: number): Promise<string> {
	const file = await open(path);
	try {
		const at = async (place: number, length: number): Promise<Uint8Array> => {
			const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, place);
			return buffer.subarray(0, bytesRead);
		};
		return await kindOf({ size, at });
	} finally {
		await file.close();
	}
}

/** SHA-256 in hex. */
export async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
	return hash.digest('hex');
}
