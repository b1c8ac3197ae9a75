/**
 * WAV, read as a stream: integers of 8, 16, 24 and 32 bits, floats of 32 and 64,
 * plain or extensible. Source: Microsoft, "Multiple channel audio data and WAVE files".
 */
import { SoundError, type Block } from '#models/audio/sound.ts';

export interface WavHeader {
	readonly hertz: number;
	readonly channels: number;
	/** Bytes of one sample of one channel. */
	readonly width: number;
	readonly float: boolean;
	/** Where the samples begin, and how many bytes the header promises (to the end of the file when unknown). */
	readonly dataStart: number;
	readonly dataBytes: number | null;
}

const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

/** `head` must reach to the `data` chunk. @throws SoundError */
export function readWavHeader(head: Uint8Array): WavHeader {
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	let format: Omit<WavHeader, 'dataStart' | 'dataBytes'> | undefined;
	for (let at = 12; at + 8 <= head.length;) {
		const name = String.fromCharCode(...head.subarray(at, at + 4));
		const size = view.getUint32(at + 4, true);
		if (name === 'data') {
			if (!format) throw new SoundError('corrupt', 'WAV: samples before their format');
			// Recorders that stream leave the size at 0 or at its maximum.
			const unknown = size === 0 || size >= 0xffff_ff00;
			return { ...format, dataStart: at + 8, dataBytes: unknown ? null : size };
		}
		if (name === 'fmt ' && at + 24 <= head.length) format = readFormat(view, at + 8, size);
		at += 8 + size + (size % 2);
	}
	throw new SoundError('corrupt', 'WAV: no samples');
}

function readFormat(view: DataView, at: number, size: number) {
	const tag = view.getUint16(at, true);
	const coding = tag === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : tag;
	const channels = view.getUint16(at + 2, true);
	const hertz = view.getUint32(at + 4, true);
	const bits = view.getUint16(at + 14, true);
	const known = coding === FLOAT ? [32, 64] : coding === PCM ? [8, 16, 24, 32] : [];
	if (!known.includes(bits)) {
		throw new SoundError('unsupported-codec', `WAV: coding ${coding} of ${bits} bits`);
	}
	if (channels === 0 || hertz === 0) throw new SoundError('corrupt', 'WAV: impossible format');
	return { hertz, channels, width: bits / 8, float: coding === FLOAT };
}

/** Samples from bytes; what is left of an unfinished frame is ignored. */
export function readWavBlock(header: WavHeader, bytes: Uint8Array): Block {
	const { channels, width, hertz } = header;
	const frames = Math.floor(bytes.length / (channels * width));
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const sample = sampleReader(header, view);
	const planes = Array.from({ length: channels }, () => new Float32Array(frames));
	let at = 0;
	for (let frame = 0; frame < frames; frame++) {
		for (const plane of planes) {
			plane[frame] = sample(at);
			at += width;
		}
	}
	return { hertz, channels: planes };
}

function sampleReader({ width, float }: WavHeader, view: DataView): (at: number) => number {
	if (float) {
		return width === 4 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
	}
	switch (width) {
		case 1:
			return (at) => (view.getUint8(at) - 128) / 128;
		case 2:
			return (at) => view.getInt16(at, true) / 0x8000;
		case 3:
			return (at) => ((view.getInt8(at + 2) << 16) | view.getUint16(at, true)) / 0x80_0000;
		default:
			return (at) => view.getInt32(at, true) / 0x8000_0000;
	}
}
