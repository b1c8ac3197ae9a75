/**
 * Everything that our own decoders do not read (AAC, WebM, video, AIFF …), by
 * ffmpeg as a child process. It may open this one file and nothing else, by the
 * one demuxer that the file's bytes ask for: no other protocol, no playlist, and not for ever.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { floats } from '#models/audio/floats-node.ts';
import {
	SoundError,
	type Block,
	type Decoding,
	type SoundFailureCode
} from '#models/audio/sound.ts';

/** ffmpeg is given as long as a slow machine needs for three hours of sound. */
const LIMIT_MS = 20 * 60_000;
/** Enough for every file's own rate: the resampler that the parity is measured with is ours. */
const HERTZ = 48_000;

interface Wish {
	/** As `container.ts` names it. */
	readonly demuxer: string;
	readonly channels: 1 | 2;
}

export function decodeByFfmpeg(
	path: string,
	wish: Wish,
	signal: AbortSignal | undefined
): Decoding {
	let decoded = 0;
	let expected: number | null = null;
	let words = '';

	async function* blocks(): AsyncGenerator<Block> {
		const child = spawn('ffmpeg', argumentsFor(path, wish), {
			stdio: ['ignore', 'pipe', 'pipe'],
			timeout: LIMIT_MS,
			killSignal: 'SIGKILL',
			...(signal && { signal })
		});
		const ended = new Promise<{ code: number | null; missing: boolean }>((done) => {
			child.on('error', (error: NodeJS.ErrnoException) =>
				done({ code: null, missing: error.code === 'ENOENT' })
			);
			child.on('close', (code) => done({ code, missing: false }));
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			if (words.length < 64_000) words += text;
		});

		try {
			for await (const samples of floats(child.stdout, wish.channels)) {
				const block = { hertz: HERTZ, channels: channelsIn(samples, wish.channels) };
				decoded += block.channels[0]!.length;
				yield block;
			}
		} finally {
			child.kill('SIGKILL');
		}
		signal?.throwIfAborted();
		const { code, missing } = await ended;
		expected = durationIn(words);
		if (missing) throw new SoundError('unsupported-codec', 'ffmpeg is needed for this file');
		if (decoded === 0) throw failureIn(words, code);
	}

	return {
		seconds: null,
		blocks: blocks(),
		endedEarly: () => expected !== null && decoded / HERTZ < expected - 0.25,
		estimate: () => durationIn(words)
	};
}

function argumentsFor(path: string, { demuxer, channels }: Wish): string[] {
	return [
		...['-nostdin', '-hide_banner', '-nostats', '-threads', '1'],
		...['-protocol_whitelist', 'file,pipe', '-format_whitelist', demuxer, '-f', demuxer],
		// The prefix keeps a name with a colon or a leading dash from being anything but a name.
		...['-i', `file:${resolve(path)}`],
		...['-map', '0:a:0', '-vn', '-sn', '-dn', '-ac', `${channels}`, '-ar', String(HERTZ)],
		...['-c:a', 'pcm_f32le', '-f', 'f32le', 'pipe:1']
	];
}

/** Samples that lie by turns. */
function channelsIn(samples: Float32Array, count: 1 | 2): Float32Array[] {
	if (count === 1) return [samples];
	return [0, 1].map((channel) => samples.filter((_, i) => i % 2 === channel));
}

function durationIn(words: string): number | null {
	const found = /Duration: (\d+):(\d\d):(\d\d\.\d+)/.exec(words);
	return found && Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]);
}

function failureIn(words: string, exit: number | null): SoundError {
	const says = (pattern: RegExp) => pattern.test(words);
	const code: SoundFailureCode = says(/encrypted|drm|\b(drms|enca)\b/i)
		? 'encrypted'
		: says(/matches no streams|format not on whitelist|does not contain any stream/i)
			? 'not-audio'
			: says(/decoder not found|unknown decoder|Could not find codec|no decoder/i)
				? 'unsupported-codec'
				: says(/Input #0/) || says(/moov atom not found|truncat|partial file/i)
					? says(/Input #0/) && exit === 0
						? 'empty'
						: 'corrupt'
					: 'not-audio';
	return new SoundError(code, `ffmpeg: ${lastLine(words)}`);
}

const lastLine = (words: string): string => words.trim().split('\n').at(-1) ?? '';
