/** Which part of a file a request asks for. */
import type { ByteRange } from './files.ts';

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * @param most bytes of one answer: a player asks for "all from here" and leaves when it has enough,
 *   so a part that is cut short is asked for again
 * @returns null for the whole: nothing was asked, or something that need not be understood (several
 *   ranges, another unit); `beyond` when the file has no such part
 */
export function rangeIn(
	header: string | undefined,
	size: number,
	most: number
): ByteRange | 'beyond' | null {
	const [, from = '', to = ''] = RANGE.exec(header ?? '') ?? [];
	if (from === '' && to === '') return null;
	// "-500" means the last 500 bytes.
	const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
	const last = from === '' || to === '' ? size - 1 : Number(to);
	if (last < start && last !== size - 1) return null;
	if (start >= size) return 'beyond';
	return { start, end: Math.min(last, size - 1, start + most - 1) };
}
