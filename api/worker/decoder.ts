/**
 * The process that opens a stranger's file: it decodes it and writes floats to its standard output,
 * and what is to be said about them to the third pipe. `decode-apart.ts` starts it, with limits.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { decodeBlocks, decodeFile } from '#models/audio/decode-node.ts';
import { SoundError } from '#models/audio/sound.ts';
import { stereo, type StereoSound } from '#models/separation/stem.ts';
import { WORDS, type Said } from './decode-apart.ts';

const words = createWriteStream('', { fd: WORDS });
const say = (said: Said): Promise<unknown> =>
	new Promise((done) => words.write(`${JSON.stringify(said)}\n`, done));

// Who listens has gone: there is nothing left to do.
process.stdout.on('error', () => process.exit(1));
words.on('error', () => process.exit(1));

const [, , path = '', shape] = process.argv;
try {
	if (shape === 'stereo') await tell(await openStereo());
	else await tell(await decodeFile(path));
} catch (cause) {
	if (!(cause instanceof SoundError)) throw cause;
	await say({ failure: cause.failure });
}

type Told = Omit<StereoSound, 'chunks'> & { readonly chunks: AsyncIterable<Float32Array> };

async function tell(sound: Told): Promise<void> {
	await say({ seconds: sound.seconds });
	let told = sound.seconds;
	let samples = 0;
	for await (const chunk of sound.chunks) {
		samples += chunk.length;
		const estimate = sound.estimate?.() ?? null;
		if (estimate && (!told || Math.abs(estimate / told - 1) > 0.02)) {
			await say({ estimate: (told = estimate) });
		}
		const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
	}
	await say({ endsEarly: sound.endsEarly, samples });
}

/** Left and right by turns. */
async function openStereo(): Promise<Told> {
	const { seconds, blocks, endedEarly, estimate } = await decodeBlocks(path, 2);
	async function* chunks(): AsyncGenerator<Float32Array> {
		for await (const { left, right } of stereo(blocks)) {
			const woven = new Float32Array(2 * left.length);
			left.forEach((sample, i) => {
				woven[2 * i] = sample;
				woven[2 * i + 1] = right[i]!;
			});
			yield woven;
		}
	}
	return {
		seconds,
		chunks: chunks(),
		get endsEarly() {
			return endedEarly();
		},
		...(estimate && { estimate })
	};
}
