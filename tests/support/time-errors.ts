/** Hears the struck tones through the whole ear and says how far each onset is off. */
import { createResampler } from '#models/audio/resample.ts';
import { openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import { listen } from '#models/listen.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { strikes, struck, type Strike } from './struck-tones.ts';

interface TimeErrors {
	readonly strikes: number;
	/** Of each strike that was heard, how much later it was heard than it began, seconds. */
	readonly errors: readonly number[];
	/** How much the error grows from the first strike to the last, by a straight line, seconds. */
	readonly trend: number;
}

export async function timeErrors(seconds: number, hertz: number): Promise<TimeErrors> {
	const all = strikes(seconds);
	const ear = await openEar();
	const sound = resampled(struck(all, seconds, hertz), hertz);
	const { activations } = await listen(sound, { engine: ear });
	await ear.dispose();

	const notes = hear(activations, DEFAULT_HEARING);
	const pairs = all.flatMap((strike: Strike) => {
		const near = notes.filter(
			(note) => note.pitch === strike.pitch && Math.abs(note.start - strike.at) < 0.15
		);
		const late = near.map((note) => note.start - strike.at);
		const closest = late.toSorted((a, b) => Math.abs(a) - Math.abs(b))[0];
		return closest === undefined ? [] : [{ at: strike.at, late: closest }];
	});
	return {
		strikes: all.length,
		errors: pairs.map(({ late }) => late),
		trend: slope(pairs) * seconds
	};
}

async function* resampled(
	sound: AsyncIterable<Float32Array>,
	hertz: number
): AsyncGenerator<Float32Array> {
	const resampler = createResampler(hertz);
	for await (const chunk of sound) yield resampler.push(chunk);
	yield resampler.flush();
}

/** Least squares. */
function slope(points: readonly { readonly at: number; readonly late: number }[]): number {
	const mean = (value: (point: (typeof points)[number]) => number) =>
		points.reduce((sum, point) => sum + value(point), 0) / points.length;
	const [at, late] = [mean((point) => point.at), mean((point) => point.late)];
	return mean((p) => (p.at - at) * (p.late - late)) / mean((p) => (p.at - at) ** 2);
}
