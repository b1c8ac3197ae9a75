/**
 * Whether a file is built as its first bytes say. Each walk looks at as much of the structure as an
 * impostor would not have: the frames or boxes that follow one another.
 */

/** Reads of a file from a place; fewer bytes come back where it ends. */
export interface Peek {
	readonly size: number;
	at(place: number, length: number): Promise<Uint8Array>;
}

/** Frames that must follow one another. */
const FRAMES = 3;

/** Chunks, blocks or boxes that a walk looks at. */
const STEPS = 4096;

const text = (bytes: Uint8Array, from: number, length: number): string =>
	String.fromCharCode(...bytes.subarray(from, from + length));

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
	new DataView(buffer, byteOffset, byteLength);

/** RIFF/WAVE (little-endian) and AIFF (big-endian): a description of the sound, then the sound. */
export async function isChunked(file: Peek, of: 'wav' | 'aiff'): Promise<boolean> {
	const [description, sound] = of === 'wav' ? ['fmt ', 'data'] : ['COMM', 'SSND'];
	const found = new Set<string>();
	let at = 12;
	for (let step = 0; step < STEPS && at + 8 <= file.size; step += 1) {
		const head = await file.at(at, 8);
		const name = text(head, 0, 4);
		const length = viewOf(head).getUint32(4, of === 'wav');
		if (!/^[ -~]{4}$/.test(name)) return false;
		if (length > 0) found.add(name);
		if (found.has(description) && found.has(sound)) return true;
		at += 8 + length + (length % 2);
	}
	return false;
}

/** Blocks of metadata, the first of which describes the sound, then frames. */
export async function isFlac(file: Peek, start: number): Promise<boolean> {
	let at = start + 4;
	for (let step = 0; step < 128; step += 1) {
		const head = await file.at(at, 20);
		if (head.length < 20) return false;
		const length = (head[1]! << 16) | (head[2]! << 8) | head[3]!;
		const rate = (head[14]! << 12) | (head[15]! << 4) | (head[16]! >> 4);
		if (step === 0 && ((head[0]! & 0x7f) !== 0 || length !== 34 || rate === 0)) return false;
		at += 4 + length;
		if (head[0]! & 0x80) {
			const [sync, kind = 0] = await file.at(at, 2);
			return sync === 0xff && (kind & 0xfc) === 0xf8;
		}
	}
	return false;
}

// Bit rates in kbit/s and sampling rates of MPEG audio, layer III (ISO 11172-3, ISO 13818-3).
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLING = [44100, 48000, 32000];

/** Bytes of a frame of MP3 by its first four; 0 when they begin none. */
function mp3Frame([sync = 0, kind = 0, rate = 0]: Uint8Array): number {
	if (sync !== 0xff || (kind & 0xe6) !== 0xe2 || (kind & 0x18) === 0x08) return 0;
	const version = (kind >> 3) & 3;
	const kbits = (version === 3 ? RATES_1 : RATES_2)[rate >> 4];
	const sampling = SAMPLING[(rate >> 2) & 3];
	if (!kbits || !sampling) return 0;
	const hertz = sampling / (version === 3 ? 1 : version === 2 ? 2 : 4);
	return Math.floor(((version === 3 ? 144 : 72) * kbits * 1000) / hertz) + ((rate >> 1) & 1);
}

/** The same of raw AAC (ADTS). */
function aacFrame(head: Uint8Array): number {
	if (head.length < 6 || head[0] !== 0xff || (head[1]! & 0xf6) !== 0xf0) return 0;
	const length = ((head[3]! & 3) << 11) | (head[4]! << 3) | (head[5]! >> 5);
	return length > 7 ? length : 0;
}

/** Frames, one after another: three, or to the end of the file. */
export async function isFramed(file: Peek, of: 'mp3' | 'aac', start: number): Promise<boolean> {
	const lengthOf = of === 'mp3' ? mp3Frame : aacFrame;
	let at = start;
	for (let frame = 0; frame < FRAMES; frame += 1) {
		if (frame > 0 && at === file.size) return true;
		const length = lengthOf(await file.at(at, 6));
		if (length === 0 || at + length > file.size) return false;
		at += length;
	}
	return true;
}

const OGG_CODECS = ['\x01vorbis', 'OpusHead', '\x7fFLAC', 'Speex   ', '\x80theora', 'fishead'];

/** A first page that names a codec, and a second one where the first ends. */
export async function isOgg(file: Peek): Promise<boolean> {
	const head = await file.at(0, 27 + 255 + 8);
	const segments = head[26] ?? 0;
	const packet = 27 + segments;
	const knows = OGG_CODECS.some((codec) => text(head, packet, codec.length) === codec);
	const length = head.subarray(27, packet).reduce((sum, bytes) => sum + bytes, 0);
	const next = await file.at(packet + length, 4);
	return head[4] === 0 && (head[5]! & 2) !== 0 && knows && text(next, 0, 4) === 'OggS';
}

/** Boxes from the first byte to the last, a description of tracks among them. */
export async function isMp4(file: Peek): Promise<boolean> {
	const found = new Set<string>();
	const whole = (): boolean => found.has('moov') && (found.has('mdat') || found.has('moof'));
	let at = 0;
	for (let step = 0; step < STEPS && at + 8 <= file.size; step += 1) {
		const head = await file.at(at, 16);
		const name = text(head, 4, 4);
		const short = viewOf(head).getUint32(0);
		const length =
			short === 1 && head.length === 16
				? Number(viewOf(head).getBigUint64(8))
				: short || file.size - at;
		// What stands behind the music, some programs fill with zeros.
		if (!/^[ -~\xa9]{4}$/.test(name) || length < 8 || at + length > file.size) return whole();
		found.add(name);
		at += length;
	}
	return whole();
}

/** A header that names its kind, and a segment right behind it. @returns the kind */
export async function matroskaKind(file: Peek): Promise<'webm' | 'matroska' | null> {
	const head = await file.at(0, 4096);
	const [length, used] = sizeOf(head, 4);
	const end = 4 + used + length;
	const segment = await file.at(end, 4);
	if (end > head.length || [...segment].join() !== '24,83,128,103') return null;
	for (let at = 4 + used; at + 3 < end;) {
		// In the header, ids have two bytes (0x42 and another) or are of one (0xBF, 0xEC).
		const long = head[at] === 0x42;
		const [size, taken] = sizeOf(head, at + (long ? 2 : 1));
		const from = at + (long ? 2 : 1) + taken;
		if (long && head[at + 1] === 0x82) {
			const kind = text(head, from, size).replace(/\0+$/, '');
			return kind === 'webm' || kind === 'matroska' ? kind : null;
		}
		at = from + size;
	}
	return null;
}

/** A length of EBML: the leading zeros of the first byte say in how many bytes it is written. */
function sizeOf(bytes: Uint8Array, at: number): [value: number, bytes: number] {
	const first = bytes[at] ?? 0;
	const taken = Math.clz32(first) - 23;
	if (taken > 8) return [0, 1];
	let value = first & (0xff >> taken);
	for (let i = 1; i < taken; i += 1) value = value * 256 + (bytes[at + i] ?? 0);
	return [value, taken];
}
