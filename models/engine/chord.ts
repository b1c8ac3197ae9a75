/** The window that every engine is compared by: C major, struck, with the overtones of a string. */
import { SAMPLE_RATE, WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';

const STRUCK_AT = 0.7;
const CHORD_HZ = [130.81, 164.81, 196.0, 261.63];

export function chordWindow(): Float32Array {
	return Float32Array.from({ length: WINDOW_SAMPLES }, (_, i) => {
		const since = i / SAMPLE_RATE - STRUCK_AT;
		if (since < 0) return 0;
		let sum = 0;
		for (const hertz of CHORD_HZ) {
			for (let overtone = 1; overtone <= 6; overtone++) {
				const decay = Math.exp(-since * (1 + overtone / 2));
				sum += (decay * Math.sin(2 * Math.PI * hertz * overtone * since)) / overtone;
			}
		}
		return 0.08 * sum;
	});
}
