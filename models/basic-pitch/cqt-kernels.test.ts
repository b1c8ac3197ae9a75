import { describe, expect, test } from 'vitest';
import { BINS_PER_OCTAVE, cqtKernels, cqtLengths, halfBand, TAPS } from './cqt-kernels.ts';

/** Constants of the published model, by the place they have there. */
describe('the filters of the constant-Q transform', () => {
	test('the half-band filter has the taps of the published model', () => {
		const taps = halfBand();

		expect(taps[127]).toBeCloseTo(0.4501417279243469, 7);
		expect(taps[128]).toBeCloseTo(0.4501417279243469, 7);
		expect(taps[126]).toBeCloseTo(0.150000661611557, 7);
		expect(taps[120]).toBeCloseTo(-0.029753783717751503, 7);
	});

	test('the kernels have the values of the published model', () => {
		const { real } = cqtKernels();

		const around = (bin: number): number[] => [
			...real.subarray(bin * TAPS + 126, bin * TAPS + 131)
		];
		const published = [
			[0, -0.009166128002107143, 0.0006285434355959296, 0.009259259328246117],
			[1, -0.009445533156394958, 0.00036702543729916215, 0.009478148072957993],
			[35, 0.016786184161901474, -0.017828933894634247, 0.0181818176060915]
		] as const;
		for (const [bin, ...values] of published) {
			values.forEach((value, i) => expect(around(bin)[i]).toBeCloseTo(value, 7));
		}
	});

	test('every kernel has unit L1 norm, so all pitches are weighed alike', () => {
		const { real, imaginary } = cqtKernels();

		for (let bin = 0; bin < BINS_PER_OCTAVE; bin++) {
			let norm = 0;
			for (let i = bin * TAPS; i < (bin + 1) * TAPS; i++)
				norm += Math.hypot(real[i]!, imaginary[i]!);
			expect(norm).toBeCloseTo(1, 5);
		}
	});

	test('the lowest and the highest bin are as long as published', () => {
		const lengths = cqtLengths();

		expect(Math.sqrt(lengths[0]!)).toBeCloseTo(203.0886383, 4);
		expect(Math.sqrt(lengths[308]!)).toBeCloseTo(10.4880886, 4);
	});
});
