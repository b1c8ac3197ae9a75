/** From sound to notes with the real network: times are true, and the published reference is reached. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import { decodeFile } from '#models/audio/decode-node.ts';
import { openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import { listen } from '#models/listen.ts';
import { PUBLISHED_HEARING } from '#music/settings.ts';
import { timeErrors } from '#tests/support/time-errors.ts';

const REFERENCE = '../shared/reference/basic-pitch';

describe('the ear', { timeout: 120_000 }, () => {
	// `npm run -s bench -- time-truth` does the same for ten minutes.
	test('hears every stroke of a melody within 25 ms, at the end as at the beginning', async () => {
		const { strikes, errors, trend } = await timeErrors(30, 44_100);

		expect(errors).toHaveLength(strikes);
		expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.025);
		expect(Math.abs(trend)).toBeLessThan(0.005);
	});

	test.skipIf(!existsSync(REFERENCE))(
		'says of the reference recording what the published network says of it',
		async () => {
			const ear = await openEar();
			const sound = await decodeFile(`${REFERENCE}/vocadito_10.wav`);
			const { activations } = await listen(sound.chunks, { engine: ear, form: 'floats' });
			await ear.dispose();

			for (const [name, width] of [
				['note', KEYS],
				['onset', KEYS],
				['contour', CONTOUR_BINS]
			] as const) {
				const published = floats(`${REFERENCE}/vocadito_10.${name}.f32`);
				// The published package drops the last 0.7 % of a recording; all it has is compared.
				expect(activations.frames * width).toBeGreaterThanOrEqual(published.length - width);
				expect(furthest(activations[name], published)).toBeLessThan(2e-3);
			}

			const notes = JSON.parse(readFileSync(`${REFERENCE}/vocadito_10.notes.json`, 'utf8')) as {
				notes: [start: number, end: number, pitch: number][];
			};
			const heard = hear(activations, PUBLISHED_HEARING);
			expect(heard.map((note) => note.pitch)).toEqual(notes.notes.map((note) => note[2]));
			heard.forEach((note, i) =>
				expect(Math.abs(note.start - notes.notes[i]![0])).toBeLessThan(0.025)
			);
		}
	);
});

function floats(path: string): Float32Array {
	return new Float32Array(new Uint8Array(readFileSync(path)).buffer);
}

function furthest(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let worst = 0;
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
	}
	return worst;
}
