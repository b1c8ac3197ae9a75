/**
 * What an MP3 encoder added before and after the music, from the Xing/Info frame
 * that LAME and its kin write first. Decoders that do not cut it give onsets
 * 25–50 ms late. Source: the LAME tag specification (gabriel.mp3-tech.org/mp3infotag.html).
 */

export interface Gapless {
	/** Samples to leave out at the start: the encoder's delay and the decoder's own. */
	readonly skip: number;
	/** Samples of music that follow. */
	readonly keep: number;
}

/** Delay of every MP3 decoder's filter bank. */
const DECODER_DELAY = 529;

/** `bytes` begin with the first frame. Null when that frame tells nothing. */
export function gaplessOf(bytes: Uint8Array): Gapless | null {
	const frame = frameHeader(bytes);
	if (!frame) return null;
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const tag = frame.sideInfoEnd;
	// The longest tag: name, flags, frames, bytes, 100 seek points, quality, and 24 bytes of LAME's own.
	if (bytes.length < tag + 8 + 4 + 4 + 100 + 4 + 24) return null;
	const name = String.fromCharCode(...bytes.subarray(tag, tag + 4));
	if (name !== 'Xing' && name !== 'Info') return null;

	const flags = view.getUint32(tag + 4);
	const has = (bit: number) => (flags & bit) !== 0;
	if (!has(1)) return null;
	const frames = view.getUint32(tag + 8);
	const lame = tag + 8 + 4 + (has(2) ? 4 : 0) + (has(4) ? 100 : 0) + (has(8) ? 4 : 0);
	if (!/[A-Za-z]/.test(String.fromCharCode(bytes[lame]!))) return null;

	const delay = (bytes[lame + 21]! << 4) | (bytes[lame + 22]! >> 4);
	const padding = ((bytes[lame + 22]! & 15) << 8) | bytes[lame + 23]!;
	const keep = frames * frame.samples - delay - padding;
	return keep > 0 ? { skip: delay + DECODER_DELAY, keep } : null;
}

/** Layer III only: samples in a frame, and where its side information ends. */
function frameHeader(bytes: Uint8Array): { samples: number; sideInfoEnd: number } | null {
	if (bytes.length < 4 || bytes[0] !== 0xff || (bytes[1]! & 0xe6) !== 0xe2) return null;
	const mpeg1 = ((bytes[1]! >> 3) & 3) === 3;
	const mono = bytes[3]! >> 6 === 3;
	const sideInfo = mpeg1 ? (mono ? 17 : 32) : mono ? 9 : 17;
	return { samples: mpeg1 ? 1152 : 576, sideInfoEnd: 4 + sideInfo };
}

/** Length of an ID3v2 tag at the start of a file, 0 when there is none. */
export function id3Length(bytes: Uint8Array): number {
	if (bytes.length < 10 || String.fromCharCode(...bytes.subarray(0, 3)) !== 'ID3') return 0;
	const [a, b, c, d] = bytes.subarray(6, 10) as unknown as [number, number, number, number];
	const footer = (bytes[5]! & 16) !== 0 ? 10 : 0;
	return 10 + footer + ((a << 21) | (b << 14) | (c << 7) | d);
}
