/**
 * A melody whose every onset is known: each tone begins with a click, as a
 * plucked string does, and dies away. Made piece by piece, so that an hour of it
 * needs no memory.
 */

export interface Strike {
	/** When it begins, seconds. */
	readonly at: number;
	/** MIDI number. */
	readonly pitch: number;
}

const PITCHES = [60, 67, 64, 72, 62, 69, 65, 57];

/** A strike about every 0.45 s; never at a regular place, so that no grid of frames or windows hides an error. */
export function strikes(seconds: number): readonly Strike[] {
	const all: Strike[] = [];
	for (let i = 0, at = 0.5; at < seconds - 1; i++) {
		all.push({ at, pitch: PITCHES[i % PITCHES.length]! });
		at += 0.45 + 0.1 * Math.sin(i * 1.618);
	}
	return all;
}

/** The sound of the strikes, one second at a time. */
export async function* struck(
	all: readonly Strike[],
	seconds: number,
	hertz: number
): AsyncGenerator<Float32Array> {
	for (let second = 0; second < seconds; second++) {
		const samples = new Float32Array(hertz);
		for (const strike of all) {
			if (strike.at < second + 1 && strike.at > second - 1) add(samples, strike, second, hertz);
		}
		yield samples;
	}
}

const LENGTH = 0.4;

function add(samples: Float32Array, { at, pitch }: Strike, second: number, hertz: number): void {
	const fundamental = 440 * 2 ** ((pitch - 69) / 12);
	const begin = Math.ceil(at * hertz);
	for (let n = begin; n < (at + LENGTH) * hertz; n++) {
		const i = n - second * hertz;
		if (i < 0 || i >= samples.length) continue;
		const t = n / hertz - at;
		let tone = 0;
		for (let harmonic = 1; harmonic <= 6; harmonic++) {
			tone += Math.sin(2 * Math.PI * fundamental * harmonic * t) / harmonic ** 1.3;
		}
		const click = Math.exp(-t / 0.002) * Math.sin(2 * Math.PI * 3000 * t);
		const release = Math.min(1, (LENGTH - t) / 0.02);
		samples[i]! += release * (0.25 * Math.exp(-t / 0.25) * tone + 0.3 * click);
	}
}
