/** A network that is as small as one can be, and takes apart what lies left and right. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnnxGraph } from '#models/basic-pitch/onnx-model.ts';
import { tinySeparator } from '#tests/support/tiny-separator.ts';
import { gather } from '#tests/support/clicks.ts';
import { openSeparator } from './onnx-node.ts';
import { bySegments } from './segments.ts';
import type { Separator, Stereo } from './separator.ts';
import { stemOf, stereo } from './stem.ts';

let folder: string;
let separator: Separator;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-separation-'));
	separator = await openSeparator(file('tiny.onnx', tinySeparator(1000)));
});

afterAll(async () => {
	await separator.dispose();
	rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	return path;
}

/** A tone on each side, in uneven pieces. */
async function* tones(samples: number): AsyncGenerator<Stereo> {
	for (let at = 0; at < samples;) {
		const length = Math.min(samples - at, 137 + (at % 611));
		const tone = (hertz: number) =>
			Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hertz * (at + i)) / 44_100));
		yield { left: tone(440), right: tone(660) };
		at += length;
	}
}

const left = async function* (sound: AsyncIterable<Stereo>) {
	for await (const piece of sound) yield piece.left;
};

const apart = (a: Float32Array, b: Float32Array): number =>
	Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));

describe('a recording taken apart', () => {
	test('has as many stems as the network gives, by the names that Demucs gives them', () => {
		expect(separator.stems).toEqual(['drums', 'bass', 'other', 'vocals']);
	});

	test('gives each stem whole: nothing of it is lost or doubled where segments meet', async () => {
		for (const samples of [1, 999, 1000, 1001, 12_345]) {
			const bass = await gather(left(separator.separate(tones(samples), 'bass')));
			const whole = await gather(left(tones(samples)));

			expect(bass).toHaveLength(samples);
			expect(apart(bass, whole)).toBeLessThan(1e-5);
		}
	});

	test('never holds more than a few segments', async () => {
		let read = 0;
		async function* long(): AsyncGenerator<Stereo> {
			for (; read < 100; read++)
				yield { left: new Float32Array(500), right: new Float32Array(500) };
		}
		let given = 0;
		let most = 0;
		for await (const piece of bySegments(long(), 1000, async (segment) => segment)) {
			given += piece.left.length;
			most = Math.max(most, (read + 1) * 500 - given);
		}

		expect(given).toBe(50_000);
		expect(most).toBeLessThan(3000);
	});

	test('comes to the ear as one channel at its rate', async () => {
		const sound = { seconds: 1, chunks: tones(44_100), endsEarly: false };

		const heard = await gather(stemOf(sound, separator, 'bass').chunks);

		expect(heard).toHaveLength(22_050);
	});

	test('a stem that is silent is told as such', async () => {
		const sound = { seconds: 1, chunks: tones(44_100), endsEarly: false };

		await expect(gather(stemOf(sound, separator, 'drums').chunks)).rejects.toThrow('silent');
	});
});

test('sound of one channel is on both sides, and another rate becomes that of the network', async () => {
	async function* blocks() {
		yield { hertz: 22_050, channels: [new Float32Array(1000).fill(0.5)] };
		yield { hertz: 22_050, channels: [new Float32Array(1050).fill(0.5)] };
	}
	let samples = 0;
	for await (const { left, right } of stereo(blocks())) {
		expect(right).toEqual(left);
		samples += left.length;
	}

	expect(samples).toBe(4100);
});

describe('a file that is no such network', () => {
	test('is told in a sentence', async () => {
		const graph = new OnnxGraph();
		graph.output('stems', graph.input('spectrum', [1, 4, 2048]), [1, 4, 2048]);

		await expect(openSeparator(file('a.onnx', graph.toBytes('a')))).rejects.toThrow(
			'from waveform to waveforms'
		);
		await expect(openSeparator(file('b.onnx', new Uint8Array([1, 2])))).rejects.toThrow(
			'no ONNX file'
		);
		await expect(openSeparator(join(folder, 'missing.onnx'))).rejects.toThrow('no ONNX file');
	});
});
