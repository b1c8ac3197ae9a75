/** What a beat is called: as the page prints its bar. */
import { m } from '#app/paraglide/messages.js';
import type { NumberedBeat } from '#app/state/repairs.ts';

export const beatLabel = ({ bar, beat }: NumberedBeat): string =>
	bar === 0 ? m.beats_at_pickup({ beat }) : m.beats_at({ bar, beat });

/** 0:04.52, fine enough to see a beat being nudged. */
export const fineClock = (seconds: number): string => {
	const hundredths = Math.round(seconds * 100);
	const [minutes, rest] = [Math.floor(hundredths / 6000), (hundredths % 6000) / 100];
	return `${minutes}:${rest.toFixed(2).padStart(5, '0')}`;
};
