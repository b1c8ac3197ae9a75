/** The resampler against sines that can be computed, and against itself in other chunks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createResampler, MODEL_HZ } from '#models/audio/resample.ts';

const RATES = [8_000, 11_025, 16_000, 32_000, 44_100, 47_999, 48_000, 96_000, 192_000];

describe('resampling to 22,050 Hz', () => {
	test.each(RATES)('keeps a 1 kHz tone as it was at %d Hz', (rate) => {
		expect(error(resample(sine(rate, 1000), rate), sine(MODEL_HZ, 1000))).toBeLessThan(1e-4);
	});

	test.each([44_100, 48_000, 96_000])('keeps tones at 9 and 10 kHz from %d Hz', (rate) => {
		for (const hertz of [9000, 10_000]) {
			const level = loudness(resample(sine(rate, hertz), rate)) / loudness(sine(rate, hertz));
			expect(20 * Math.log10(level)).toBeCloseTo(0, 1);
		}
	});

	test.each([44_100, 48_000, 96_000])(
		'lets nothing above the new Nyquist fold down from %d Hz',
		(rate) => {
			for (const hertz of [11_500, 12_050, 15_000]) {
				expect(20 * Math.log10(loudness(resample(sine(rate, hertz), rate)))).toBeLessThan(-85);
			}
		}
	);

	test.each(RATES)('leaves a click at its moment from %d Hz', (rate) => {
		const input = new Float32Array(rate);
		const at = Math.round(rate * 0.4);
		input[at] = 1;

		expect(centre(resample(input, rate)) / MODEL_HZ).toBeCloseTo(at / rate, 5);
	});

	test.each(RATES)('gives as many seconds as it got at %d Hz', (rate) => {
		const length = rate + 17;
		expect(resample(new Float32Array(length), rate).length).toBe(
			Math.ceil((length * MODEL_HZ) / rate)
		);
	});

	test('gives the same samples whatever the chunks were', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...RATES, MODEL_HZ),
				fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 8 }),
				(rate, sizes) => {
					const noise = random(sizes.reduce((sum, size) => sum + size, 0));
					const [parts, whole] = [resample(noise, rate, sizes), resample(noise, rate)];
					expect(parts.length).toBe(whole.length);
					expect(parts.every((sample, i) => sample === whole[i])).toBe(true);
				}
			),
			{ numRuns: 30 }
		);
	});

	test('refuses a rate that is none', () => {
		expect(() => createResampler(0)).toThrow(RangeError);
	});
});

function resample(input: Float32Array, rate: number, sizes = [input.length]): Float32Array {
	const resampler = createResampler(rate);
	let from = 0;
	const parts = sizes.map((size) => resampler.push(input.subarray(from, (from += size))));
	return joined([...parts, resampler.flush()]);
}

function joined(parts: readonly Float32Array[]): Float32Array {
	const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
	parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
	return whole;
}

/** Half a second of a sine. */
function sine(rate: number, hertz: number): Float32Array {
	return Float32Array.from({ length: rate / 2 }, (_, n) =>
		Math.sin((2 * Math.PI * hertz * n) / rate)
	);
}

/** Largest difference, leaving out the ends, where the tone is cut. */
function error(a: Float32Array, b: Float32Array): number {
	const length = Math.min(a.length, b.length);
	let worst = 0;
	for (let n = 500; n < length - 500; n++) worst = Math.max(worst, Math.abs(a[n]! - b[n]!));
	return worst;
}

/** Root mean square of the middle. */
function loudness(samples: Float32Array): number {
	const middle = samples.subarray(1000, samples.length - 1000);
	return Math.sqrt(middle.reduce((sum, x) => sum + x * x, 0) / middle.length);
}

/** Centre of energy, in samples. */
function centre(samples: Float32Array): number {
	let [energy, moment] = [0, 0];
	samples.forEach((x, n) => {
		energy += x * x;
		moment += n * x * x;
	});
	return moment / energy;
}

/** Noise that is the same in every run. */
function random(length: number): Float32Array {
	let seed = 1;
	return Float32Array.from({ length }, () => {
		seed = (seed * 48_271) % 2_147_483_647;
		return seed / 1_073_741_824 - 1;
	});
}
