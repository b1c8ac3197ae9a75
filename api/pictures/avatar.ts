/**
 * A person's picture is drawn anew: what is stored is a PNG of ours, so nothing that was hidden in the
 * file (a place, a script, a second format) is ever handed to anybody.
 */
import { Refused } from '#api/errors.ts';
import type { Raster } from './raster.ts';
import { pictureSize } from './size.ts';

/** Pixels, on a side; shown at 96 at most, on screens of up to 2.67 dots for each. */
const SIDE = 256;

/** Unfolds to 64 MB. */
const MOST_PIXELS = 4096 * 4096;

/** Throws `Refused` when it is neither PNG nor JPEG, or is too large. */
export async function redraw(raster: Raster, bytes: Uint8Array): Promise<Uint8Array> {
	const picture = pictureSize(bytes);
	if (!picture || picture.width * picture.height === 0) throw notAPicture();
	if (picture.width * picture.height > MOST_PIXELS) {
		throw new Refused(413, 'too-large', 'The picture has more than 16 million pixels.');
	}
	const href = `data:${picture.type};base64,${base64(bytes)}`;
	const svg =
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}">` +
		`<image width="${SIDE}" height="${SIDE}" preserveAspectRatio="xMidYMid slice" href="${href}"/></svg>`;
	const drawn = await raster(svg, { width: SIDE }).catch(() => null);
	if (!drawn || drawn.length < EMPTY) throw notAPicture();
	return drawn;
}

/** A picture that could not be read leaves the drawing empty, which compresses to less than this. */
const EMPTY = 900;

const notAPicture = (): Refused =>
	new Refused(422, 'not-a-picture', 'This is no picture that can be read: PNG and JPEG can.');

/** In pieces: a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
	let text = '';
	for (let at = 0; at < bytes.length; at += 8_192) {
		text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
	}
	return btoa(text);
}
