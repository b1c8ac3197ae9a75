/**
 * Decoding in a process of its own: a file that comes from a stranger may break a decoder, and then
 * breaks nothing else. The process and what it starts (ffmpeg) have no network where the system
 * allows that, and only so much memory, processor time and no right to write a file.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { floats } from '#models/audio/floats-node.ts';
import { SoundError, type Sound, type SoundFailure } from '#models/audio/sound.ts';
import type { Stereo } from '#models/separation/separator.ts';
import type { StereoSound } from '#models/separation/stem.ts';

/** A line of the decoder's. */
export type Said =
	| { readonly seconds: number | null }
	| { readonly estimate: number }
	| { readonly endsEarly: boolean; readonly samples: number }
	| { readonly failure: SoundFailure };

export interface DecodeLimits {
	/** Of memory that is written to, in bytes. */
	readonly bytes: number;
	/** Of processor time. */
	readonly seconds: number;
	/** Without a sample for so long while one is waited for, milliseconds. */
	readonly silence: number;
}

/** Three hours of any format take a slow core a few minutes and 300 MB. */
const LIMITS: DecodeLimits = { bytes: 1_500_000_000, seconds: 1200, silence: 60_000 };

/** The pipe for words. */
export const WORDS = 3;

const DECODER = fileURLToPath(new URL('./decoder.ts', import.meta.url));

/** The decoder was ended by the system or made a mistake: another attempt may go better. */
class DecoderEnded extends Error {
	override readonly name = 'DecoderEnded';
}

/** Mono at 22,050 Hz. @throws SoundError when the file holds no sound, DecoderEnded */
export const decodeApart = (
	path: string,
	signal: AbortSignal,
	limits: DecodeLimits = LIMITS
): Promise<Sound> => decode(path, { signal, limits, channels: 1 });

/** Stereo at 44,100 Hz. @throws as `decodeApart` does */
export async function decodeStereoApart(path: string, signal: AbortSignal): Promise<StereoSound> {
	const sound = await decode(path, { signal, limits: LIMITS, channels: 2 });
	async function* chunks(): AsyncGenerator<Stereo> {
		for await (const woven of sound.chunks) {
			yield {
				left: woven.filter((_, i) => i % 2 === 0),
				right: woven.filter((_, i) => i % 2 === 1)
			};
		}
	}
	return {
		seconds: sound.seconds,
		chunks: chunks(),
		get endsEarly() {
			return sound.endsEarly;
		},
		...(sound.estimate && { estimate: sound.estimate })
	};
}

interface How {
	readonly signal: AbortSignal;
	readonly limits: DecodeLimits;
	/** 2: they lie by turns, at the rate that separation wants. */
	readonly channels: 1 | 2;
}

async function decode(path: string, { signal, limits, channels }: How): Promise<Sound> {
	signal.throwIfAborted();
	const shape = channels === 2 ? ['stereo'] : [];
	const [command = '', ...args] = [...fences(limits), process.execPath, DECODER, path, ...shape];
	const child = spawn(command, args, {
		stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
		env: { PATH: process.env['PATH'] }
	});
	// Node throws away what an ended process has written, unless somebody waits for it by then.
	child.stdout!.on('readable', () => {});
	const listener = listenTo(child);
	const end = (): void => void child.kill('SIGKILL');
	signal.addEventListener('abort', end, { once: true });
	const first = await within(limits.silence, listener.first, end);
	signal.throwIfAborted();
	if (first === null || !('seconds' in first)) throw failureOf(await listener.last);

	let endsEarly = false;
	async function* chunks(): AsyncGenerator<Float32Array> {
		let samples = 0;
		try {
			const all = floats(child.stdout as Readable, channels);
			for await (const chunk of unlessSilent(all, limits.silence, end)) {
				samples += chunk.length;
				yield chunk;
			}
			signal.throwIfAborted();
			const last = await listener.last;
			if (!('endsEarly' in last)) throw failureOf(last);
			if (last.samples !== samples) throw new DecoderEnded('samples were lost on the way');
			endsEarly = last.endsEarly;
		} finally {
			end();
			signal.removeEventListener('abort', end);
		}
	}
	return {
		seconds: first.seconds,
		chunks: chunks(),
		estimate: listener.estimate,
		get endsEarly() {
			return endsEarly;
		}
	};
}

/** What the decoder said last, or how it ended when it said nothing. */
type Last = Said | { readonly signal: string | null; readonly code: number | null };

function listenTo(child: ChildProcess): {
	readonly first: Promise<Said | null>;
	readonly last: Promise<Last>;
	readonly estimate: () => number | null;
} {
	const lines = createInterface({ input: child.stdio[WORDS] as Readable });
	let end: Said | null = null;
	let estimate: number | null = null;
	const first = new Promise<Said | null>((done) => {
		lines.once('line', (line) => done(JSON.parse(line) as Said));
		child.once('error', () => done(null));
		lines.once('close', () => done(null));
	});
	lines.on('line', (line) => {
		const said = JSON.parse(line) as Said;
		if ('seconds' in said) estimate = said.seconds;
		else if ('estimate' in said) estimate = said.estimate;
		else end = said;
	});
	const last = new Promise<Last>((done) => {
		child.once('error', () => done({ signal: null, code: null }));
		child.once('close', (code, signal) => done(end ?? { signal, code }));
	});
	return { first, last, estimate: () => estimate };
}

function failureOf(last: Last): Error {
	if ('failure' in last) return new SoundError(last.failure.code, last.failure.detail);
	// Its processor time was used up: it would be again.
	if ('signal' in last && last.signal === 'SIGXCPU') {
		return new SoundError('corrupt', 'decoding takes too long');
	}
	return new DecoderEnded('signal' in last ? `decoder: ${last.signal ?? last.code}` : 'decoder');
}

/** Passes chunks on; calls `end` when one is waited for too long. */
async function* unlessSilent(
	chunks: AsyncGenerator<Float32Array>,
	silence: number,
	end: () => void
): AsyncGenerator<Float32Array> {
	for (;;) {
		const next = await within(silence, chunks.next(), end);
		if (next.done) return;
		yield next.value;
	}
}

function within<T>(ms: number, wait: Promise<T>, end: () => void): Promise<T> {
	const timer = setTimeout(end, ms);
	return wait.finally(() => clearTimeout(timer));
}

let fencing: readonly string[] | undefined;

/** Whether the system lets a process be cut off from the network, and be limited. */
export function canFence(): { readonly network: boolean; readonly limits: boolean } {
	fencing ??= [['unshare', '-rn'], ['prlimit']].flatMap(([command = '', ...args]) =>
		spawnSync(command, [...args, 'true']).status === 0 ? [command] : []
	);
	return { network: fencing.includes('unshare'), limits: fencing.includes('prlimit') };
}

/** Programs that start the decoder with less than this process has. */
export function fences({ bytes, seconds }: DecodeLimits): string[] {
	const { network, limits } = canFence();
	const bounds = [`--data=${bytes}`, `--cpu=${seconds}`, '--fsize=0', '--core=0'];
	return [...(network ? ['unshare', '-rn'] : []), ...(limits ? ['prlimit', ...bounds] : [])];
}
