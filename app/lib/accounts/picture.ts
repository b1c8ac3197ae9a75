/** Makes a picture small before it is sent: any kind that this browser reads becomes a square PNG. */

/** Pixels on a side; the server draws it at half of that. */
const SIDE = 512;

/** @returns null when the browser cannot read it */
export async function squared(file: Blob): Promise<Blob | null> {
	let picture: ImageBitmap;
	try {
		picture = await createImageBitmap(file);
	} catch {
		return null;
	}
	const canvas = new OffscreenCanvas(SIDE, SIDE);
	const paper = canvas.getContext('2d');
	const side = Math.min(picture.width, picture.height);
	paper?.drawImage(
		picture,
		(picture.width - side) / 2,
		(picture.height - side) / 2,
		side,
		side,
		0,
		0,
		SIDE,
		SIDE
	);
	picture.close();
	return canvas.convertToBlob({ type: 'image/png' });
}
