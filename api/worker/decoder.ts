/**
 * The process that opens a stranger's file: it decodes it and writes floats to its standard output,
 * and what is to be said about them to the third pipe. `decode-apart.ts` starts it, with limits.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { decodeFile } from '#models/audio/decode-node.ts';
import { SoundError } from '#models/audio/sound.ts';
import type { Said } from './decode-apart.ts';

/** The pipe that `decode-apart.ts` reads words from. */
const WORDS = 3;

const words = createWriteStream('', { fd: WORDS });
const say = (said: Said): Promise<unknown> =>
	new Promise((done) => words.write(`${JSON.stringify(said)}\n`, done));

// Who listens has gone: there is nothing left to do.
process.stdout.on('error', () => process.exit(1));
words.on('error', () => process.exit(1));

try {
	const sound = await decodeFile(process.argv[2]!);
	await say({ seconds: sound.seconds });
	let told = sound.seconds;
	for await (const chunk of sound.chunks) {
		const estimate = sound.estimate?.() ?? null;
		if (estimate && (!told || Math.abs(estimate / told - 1) > 0.02)) {
			await say({ estimate: (told = estimate) });
		}
		const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
	}
	await say({ endsEarly: sound.endsEarly });
} catch (cause) {
	if (!(cause instanceof SoundError)) throw cause;
	await say({ failure: cause.failure });
}
