/**
 * A file on disk as sound. WAV is read here, FLAC, MP3 and Ogg by decoders in
 * WASM, so that none needs a program on the system; the rest is ffmpeg's.
 * What a file is, its bytes say, not its name.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { containerOf } from '#models/audio/container.ts';
import { decodeByFfmpeg } from '#models/audio/ffmpeg-node.ts';
import { sniff } from '#models/audio/sniff.ts';
import { SoundError, soundOf, type Decoding, type Sound } from '#models/audio/sound.ts';
import { decodeCompressed } from '#models/audio/wasm-decoders-node.ts';
import { readWavBlock, readWavHeader } from '#models/audio/wav.ts';

const HEAD_BYTES = 64 * 1024;
const CHUNK_BYTES = 256 * 1024;

/**
 * Opens the file at `path`. The file is closed when the chunks are done or given up.
 *
 * @throws SoundError when it holds no sound that can be read; Error from the file
 * system, when there is no such file or it may not be read.
 */
export async function decodeFile(path: string, signal?: AbortSignal): Promise<Sound> {
	return soundOf(await decodeBlocks(path, 1, signal));
}

/**
 * The same, as it was decoded: every channel, at the file's own rate.
 *
 * @param channels how many ffmpeg gives, where it is needed; our own decoders give them all
 */
export async function decodeBlocks(
	path: string,
	channels: 1 | 2,
	signal?: AbortSignal
): Promise<Decoding> {
	const file = await open(path);
	try {
		return await decodingOf(file, path, channels, signal);
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function decodingOf(
	file: FileHandle,
	path: string,
	channels: 1 | 2,
	signal: AbortSignal | undefined
): Promise<Decoding> {
	const { size } = await file.stat();
	if (size === 0) throw new SoundError('empty', 'the file has no bytes');
	const head = await read(file, 0, Math.min(HEAD_BYTES, size));

	const kind = sniff(head);
	switch (kind) {
		case 'wav':
			return decodeWav(file, size, signal);
		case 'text':
			throw new SoundError('not-audio', 'the file is text');
		case 'other': {
			const demuxer = containerOf(head);
			if (demuxer === null) throw new SoundError('not-audio', 'the file is of no known kind');
			await file.close();
			return decodeByFfmpeg(path, { demuxer, channels }, signal);
		}
		default:
			return decodeCompressed(kind, {
				head,
				size,
				tail: await read(file, Math.max(0, size - HEAD_BYTES), Math.min(HEAD_BYTES, size)),
				bytes: bytesOf(file, 0, size, CHUNK_BYTES, signal)
			});
	}
}

async function decodeWav(
	file: FileHandle,
	size: number,
	signal: AbortSignal | undefined
): Promise<Decoding> {
	// Pictures and notes may stand before the samples.
	const header = readWavHeader(await read(file, 0, Math.min(size, 16 * 1024 * 1024)));
	const frame = header.width * header.channels;
	const there = size - header.dataStart;
	const bytes = Math.min(there, header.dataBytes ?? there);
	const end = header.dataStart + bytes;
	const step = Math.floor(CHUNK_BYTES / frame) * frame;

	async function* blocks() {
		for await (const part of bytesOf(file, header.dataStart, end, step, signal)) {
			yield readWavBlock(header, part);
		}
	}
	return {
		seconds: bytes / frame / header.hertz,
		blocks: blocks(),
		endedEarly: () => header.dataBytes !== null && there < header.dataBytes
	};
}

async function* bytesOf(
	file: FileHandle,
	from: number,
	to: number,
	step: number,
	signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array> {
	try {
		for (let at = from; at < to; at += step) {
			signal?.throwIfAborted();
			yield await read(file, at, Math.min(step, to - at));
		}
	} finally {
		await file.close();
	}
}

async function read(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
	return new Uint8Array(buffer.buffer, buffer.byteOffset, bytesRead);
}
