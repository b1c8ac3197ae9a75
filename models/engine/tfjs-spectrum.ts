/** The constant-Q transform in TensorFlow.js: [n, samples] → [n, 172, 309], log-power brought to 0…1. */
import * as tf from '@tensorflow/tfjs-core';
import { WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import {
	BINS_PER_OCTAVE,
	CQT_BINS,
	cqtKernels,
	cqtLengths,
	halfBand,
	OCTAVES,
	TAPS
} from '#models/basic-pitch/cqt-kernels.ts';

interface Spectrum {
	run(audio: tf.Tensor2D): tf.Tensor3D;
	dispose(): void;
}

export function createSpectrum(): Spectrum {
	const { real, imaginary } = cqtKernels();
	// TensorFlow wants [1, taps, 1, bins]; the kernels come bin by bin.
	const kernel = (rows: Float32Array): tf.Tensor4D =>
		tf.tidy(() =>
			tf.reshape(tf.transpose(tf.tensor2d(rows, [BINS_PER_OCTAVE, TAPS])), [1, TAPS, 1, -1])
		);
	const kernels = [kernel(real), kernel(imaginary)];
	const filter = tf.tensor4d(halfBand(), [1, TAPS, 1, 1]);
	const lengths = tf.tensor1d(cqtLengths());

	/** [n, 1, samples, 1] → power [n, 172, 36] of one octave. */
	const octave = (sound: tf.Tensor4D, hop: number): tf.Tensor3D => {
		const mirrored = tf.mirrorPad(sound, alongTime(TAPS / 2), 'reflect');
		const parts = kernels.map((each) => tf.square(tf.conv2d(mirrored, each, [1, hop], 'valid')));
		return tf.squeeze(tf.addN(parts), [1]);
	};

	return {
		run(audio) {
			let sound: tf.Tensor4D = tf.reshape(audio, [-1, 1, WINDOW_SAMPLES, 1]);
			const octaves: tf.Tensor3D[] = [];
			for (let i = 0; i < OCTAVES; i++) {
				if (i > 0) {
					sound = tf.conv2d(tf.pad(sound, alongTime(TAPS / 2 - 1)), filter, [1, 2], 'valid');
				}
				octaves.unshift(octave(sound, TAPS >> i));
			}
			const all = tf.concat(octaves, 2);
			const heard = tf.slice(all, [0, 0, OCTAVES * BINS_PER_OCTAVE - CQT_BINS], [-1, -1, CQT_BINS]);
			const log = tf.log(tf.add(tf.mul(heard, lengths), 1e-10));
			const above = tf.sub(log, tf.min(log, [1, 2], true));
			const range = tf.max(above, [1, 2], true);
			return tf.div(above, tf.maximum(range, 1e-30));
		},
		dispose: () => tf.dispose([...kernels, filter, lengths])
	};
}

const alongTime = (samples: number): [number, number][] => [
	[0, 0],
	[0, 0],
	[samples, samples],
	[0, 0]
];
