/**
 * How large a picture says it is, read from its first bytes: a file of a few kilobytes may unfold into
 * gigabytes, so it is looked at before anything unfolds it.
 */
export interface Picture {
	readonly type: 'image/png' | 'image/jpeg';
	readonly width: number;
	readonly height: number;
}

/** @returns null when it is neither of the two kinds, or is broken before its size is told */
export function pictureSize(bytes: Uint8Array): Picture | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		return png(view) ?? jpeg(view);
	} catch {
		return null; // read past its end: it was cut off
	}
}

const word = (view: DataView, at: number): string =>
	String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));

/** W3C PNG 5.2, 11.2.2: the signature, then IHDR. */
function png(view: DataView): Picture | null {
	if (view.getUint32(0) !== 0x89504e47 || word(view, 12) !== 'IHDR') return null;
	return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** ITU T.81 B.2.2: the first frame header (SOF0–15 without DHT, JPG, DAC) holds the size. */
function jpeg(view: DataView): Picture | null {
	if (view.getUint16(0) !== 0xffd8) return null;
	let at = 2;
	for (;;) {
		const marker = view.getUint16(at);
		if (marker < 0xff01) return null;
		const frame =
			marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
		if (frame) {
			return { type: 'image/jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
		}
		at += 2 + Math.max(2, view.getUint16(at + 2));
	}
}
