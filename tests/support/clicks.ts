/** Sound whose onsets are known to the sample, and finding them again. */

/** When the clicks of the fixtures sound, in seconds. */
export const CLICKS: readonly number[] = [0.5, 1, 1.5, 2, 2.5];
export const CLICKS_SECONDS = 3;

/** Struck tones of 1 kHz that begin at full strength. */
export function clicks(hertz: number): Float32Array {
	const samples = new Float32Array(CLICKS_SECONDS * hertz);
	for (const click of CLICKS) {
		for (let i = 0; i < 0.05 * hertz; i++) {
			const seconds = i / hertz;
			samples[Math.round(click * hertz) + i] =
				0.8 * Math.exp(-seconds / 0.009) * Math.cos(2 * Math.PI * 1000 * seconds);
		}
	}
	return samples;
}

/** Moments at which the sound leaves silence. */
export function onsetsOf(samples: Float32Array, hertz: number): number[] {
	const onsets: number[] = [];
	let last = -Infinity;
	samples.forEach((sample, i) => {
		if (Math.abs(sample) < 0.25) return;
		if (i - last > 0.1 * hertz) onsets.push(i / hertz);
		last = i;
	});
	return onsets;
}

/** All chunks of a stream in one piece. */
export async function gather(chunks: AsyncIterable<Float32Array>): Promise<Float32Array> {
	const parts: Float32Array[] = [];
	for await (const chunk of chunks) parts.push(chunk);
	const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

interface WavOptions {
	readonly hertz: number;
	readonly channels?: number;
	/** Bits of an integer sample, or a float of 32. */
	readonly bits?: 8 | 16 | 24 | 32 | 'float';
	/** With the long form of the format chunk. */
	readonly extensible?: boolean;
}

/** A WAV file of these samples, the same in each channel. */
export function wav(
	samples: Float32Array,
	{ hertz, channels = 1, bits = 16, extensible = false }: WavOptions
): Uint8Array<ArrayBuffer> {
	const width = bits === 'float' ? 4 : bits / 8;
	const formatSize = extensible ? 40 : 16;
	const dataSize = samples.length * channels * width;
	const start = 28 + formatSize;
	const bytes = new Uint8Array(start + dataSize);
	const view = new DataView(bytes.buffer);
	const text = (at: number, word: string) =>
		[...word].forEach((char, i) => view.setUint8(at + i, char.charCodeAt(0)));
	const coding = bits === 'float' ? 3 : 1;

	text(0, 'RIFF');
	view.setUint32(4, bytes.length - 8, true);
	text(8, 'WAVEfmt ');
	view.setUint32(16, formatSize, true);
	view.setUint16(20, extensible ? 0xfffe : coding, true);
	view.setUint16(22, channels, true);
	view.setUint32(24, hertz, true);
	view.setUint32(28, hertz * channels * width, true);
	view.setUint16(32, channels * width, true);
	view.setUint16(34, width * 8, true);
	if (extensible) {
		view.setUint16(36, 22, true);
		view.setUint16(44, coding, true);
	}
	text(20 + formatSize, 'data');
	view.setUint32(24 + formatSize, dataSize, true);

	let at = start;
	for (const sample of samples) {
		for (let channel = 0; channel < channels; channel++, at += width) write(view, at, sample, bits);
	}
	return bytes;
}

function write(view: DataView, at: number, sample: number, bits: WavOptions['bits']): void {
	if (bits === 'float') view.setFloat32(at, sample, true);
	else if (bits === 8) view.setUint8(at, Math.round(sample * 127) + 128);
	else if (bits === 32) view.setInt32(at, Math.round(sample * 0x7fff_ffff), true);
	else if (bits === 24) {
		const value = Math.round(sample * 0x7f_ffff);
		view.setUint16(at, value & 0xffff, true);
		view.setInt8(at + 2, value >> 16);
	} else view.setInt16(at, Math.round(sample * 0x7fff), true);
}
