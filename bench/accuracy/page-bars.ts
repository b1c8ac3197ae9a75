/** The bars of a page: where each begins, how long it really is, and where in its bar a short measure begins. */
import type { RawBar, Signature } from './read-measures.ts';

/** Rounded tuplets (341 + 341 + 341 of 1024) still fill a bar. Quarters. */
export const EPS = 1 / 48;

export interface PageBar {
	readonly start: number;
	readonly length: number;
	/** What the time signature says a bar lasts. */
	readonly nominal: number | null;
	readonly time: Signature | null;
	readonly fifths: number;
	readonly short: boolean;
	/** Where in its bar it begins: a pickup, or the rest of a bar that a repeat sign has split. */
	readonly shift: number;
	/** Is only a part of a bar. */
	readonly partial: boolean;
}

/** @param parts the measures of each part */
export function barsOf(parts: readonly (readonly RawBar[])[]): PageBar[] {
	const count = Math.max(...parts.map((bars) => bars.length));
	const bars: { -readonly [K in keyof PageBar]: PageBar[K] }[] = [];
	let start = 0;
	let ended = false;
	for (let i = 0; i < count; i++) {
		const here = parts.flatMap((part) => (i < part.length ? [part[i]!] : []));
		const time = here.find((bar) => bar.time !== null)?.time ?? null;
		const nominal = time?.bar ?? null;
		let length = Math.max(...here.map((bar) => bar.length)) || nominal || 0;
		if (nominal !== null && Math.abs(length - nominal) <= EPS) length = nominal;
		const implicit = here.some((bar) => bar.implicit);
		const short = nominal !== null && length > 0 && length < nominal - EPS;
		const last = bars.at(-1);
		let shift = 0;
		if (short && last === undefined) {
			shift = count > 1 ? nominal - length : 0;
		} else if (short && last?.short && (implicit || ended) && last.time?.name === time?.name) {
			const from = last.shift + last.length;
			if (from + length <= nominal + EPS) shift = from;
		}
		if (shift > 0 && last) last.partial = true;
		const partial = shift > 0 || (implicit && short);
		const { fifths } = here[0]!;
		bars.push({ start, length, nominal, time, fifths, short, shift, partial });
		start += length;
		ended = here.some((bar) => bar.barline);
	}
	const last = bars.at(-1);
	if (last?.short) last.partial = true;
	return bars;
}
