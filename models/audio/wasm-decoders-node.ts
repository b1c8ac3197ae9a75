/** FLAC, MP3, Ogg Vorbis and Opus through decoders compiled to WASM: one stream of bytes in, blocks out. */
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { gaplessOf, id3Length } from '#models/audio/gapless.ts';
import type { Kind } from '#models/audio/sniff.ts';
import { SoundError, type Block, type Decoding } from '#models/audio/sound.ts';

type Compressed = Exclude<Kind, 'wav' | 'text' | 'other'>;

interface Source {
	readonly head: Uint8Array;
	readonly tail: Uint8Array;
	/** Of the whole file, in bytes. */
	readonly size: number;
	readonly bytes: AsyncIterable<Uint8Array>;
}

interface Decoded {
	readonly channelData: readonly Float32Array[];
	readonly samplesDecoded: number;
	readonly sampleRate: number;
	readonly errors: readonly { readonly message: string }[];
}

interface Decoder {
	readonly ready: Promise<void>;
	decode(bytes: Uint8Array): Decoded | Promise<Decoded>;
	flush?(): Promise<Decoded>;
	free(): void;
}

/** How long the music is, in samples, where the file tells; the rate too, where it is fixed beforehand. */
interface Length {
	readonly samples: number | null;
	readonly hertz: number | null;
}

const UNKNOWN: Length = { samples: null, hertz: null };

const DECODERS: Record<Compressed, () => Decoder> = {
	flac: () => new FLACDecoder(),
	mp3: () => new MPEGDecoder({ enableGapless: true }),
	'ogg-vorbis': () => new OggVorbisDecoder(),
	'ogg-opus': () => new OggOpusDecoder()
};

/** A file that stops more than this before its promised end ends early; less is rounding and padding. */
const TOLERANCE_SECONDS = 0.25;

export function decodeCompressed(kind: Compressed, source: Source): Decoding {
	const length = lengthOf(kind, source);
	let decoded = 0;
	let hertz = 0;
	let read = 0;

	async function* blocks(): AsyncGenerator<Block> {
		const decoder = DECODERS[kind]();
		let problem: string | undefined;
		const blockOf = (result: Decoded): Block => {
			decoded += result.samplesDecoded;
			hertz = result.sampleRate || hertz;
			problem ??= result.errors[0]?.message;
			return { hertz: result.sampleRate, channels: result.channelData };
		};
		try {
			await decoder.ready;
			for await (const bytes of source.bytes) {
				const block = blockOf(await quietly(() => decoder.decode(bytes)));
				read += bytes.length;
				if (block.hertz > 0) yield block;
			}
			if (decoder.flush) {
				const rest = blockOf(await quietly(() => decoder.flush!()));
				if (rest.hertz > 0) yield rest;
			}
		} finally {
			decoder.free();
		}
		if (decoded === 0) throw new SoundError('corrupt', problem ?? `${kind}: nothing to decode`);
	}

	return {
		seconds: length.samples && length.hertz ? length.samples / length.hertz : null,
		blocks: blocks(),
		endedEarly: () =>
			length.samples === null
				? kind.startsWith('ogg') && !hasLastPage(source.tail)
				: decoded < length.samples - TOLERANCE_SECONDS * hertz,
		estimate: () => (read > 0 && hertz > 0 ? (decoded / hertz) * (source.size / read) : null)
	};
}

/** The decoders report what they skip on the console as well; the caller is told by `errors`. */
async function quietly(decode: () => Decoded | Promise<Decoded>): Promise<Decoded> {
	const { error } = console;
	console.error = () => {};
	try {
		return await decode();
	} catch (cause) {
		throw new SoundError('corrupt', cause instanceof Error ? cause.message : String(cause));
	} finally {
		console.error = error;
	}
}

function lengthOf(kind: Compressed, { head }: Source): Length {
	const body = head.subarray(id3Length(head));
	if (kind === 'mp3') return { samples: gaplessOf(body)?.keep ?? null, hertz: null };
	if (kind !== 'flac' || body.length < 26) return UNKNOWN;
	// STREAMINFO (RFC 9639, 8.2): 20 bits of rate and, after 8 other bits, 36 bits of length.
	const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
	const samples = (view.getUint8(21) & 15) * 2 ** 32 + view.getUint32(22);
	return { samples: samples || null, hertz: view.getUint32(18) >>> 12 };
}

/** RFC 3533: the last page of a stream is marked by bit 4 of its sixth byte. */
function hasLastPage(tail: Uint8Array): boolean {
	for (let at = tail.length - 27; at >= 0; at--) {
		if (String.fromCharCode(...tail.subarray(at, at + 4)) === 'OggS') {
			return (tail[at + 5]! & 4) !== 0;
		}
	}
	return false;
}
