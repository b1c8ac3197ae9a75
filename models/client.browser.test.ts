import { afterEach, describe, expect, test, vi } from 'vitest';
import { Transcriber, type ListenJob, type ListenProgress } from '#models/client.ts';
import type { PlayedNote } from '#music/note.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';

const HERTZ = 22_050;

/** Tones of half a second each, after as much silence, as a WAV file. */
function melody(...keys: readonly number[]): Blob {
	const half = HERTZ / 2;
	const samples = new Int16Array((keys.length + 1) * half);
	for (let i = half; i < samples.length; i++) {
		const key = keys[Math.floor(i / half) - 1]!;
		const since = (i % half) / HERTZ;
		let level = 0;
		for (const overtone of [1, 2, 3, 4]) {
			const hertz = 440 * 2 ** ((key - 69) / 12) * overtone;
			level += Math.sin(2 * Math.PI * hertz * since) / overtone;
		}
		samples[i] = 8_000 * level * Math.exp(-3 * since);
	}
	return new Blob([header(samples.byteLength), samples], { type: 'audio/wav' });
}

function header(bytes: number): DataView<ArrayBuffer> {
	const view = new DataView(new ArrayBuffer(44));
	const write = (at: number, word: string): void =>
		[...word].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
	write(0, 'RIFF');
	view.setUint32(4, 36 + bytes, true);
	write(8, 'WAVEfmt ');
	view.setUint32(16, 16, true);
	view.setUint16(20, 1, true);
	view.setUint16(22, 1, true);
	view.setUint32(24, HERTZ, true);
	view.setUint32(28, 2 * HERTZ, true);
	view.setUint16(32, 2, true);
	view.setUint16(34, 16, true);
	write(36, 'data');
	view.setUint32(40, bytes, true);
	return view;
}

const SCALE = [60, 62, 64, 65, 67, 69, 71, 72];
const LONG = Array.from({ length: 120 }, (_, i) => SCALE[i % 8]!);

const memory = (): {
	getItem(key: string): string | null;
	setItem(key: string, value: string): void;
} => {
	const kept = new Map<string, string>();
	return {
		getItem: (key) => kept.get(key) ?? null,
		setItem: (key, value) => void kept.set(key, value)
	};
};

const job = (rest: Partial<ListenJob> = {}): ListenJob => ({
	signal: new AbortController().signal,
	hearing: DEFAULT_HEARING,
	...rest
});

const pitches = (notes: readonly PlayedNote[]): number[] => notes.map(({ pitch }) => pitch);

let transcriber: Transcriber;
afterEach(() => {
	transcriber.dispose();
	vi.unstubAllGlobals();
});

/** The workers that the page makes, as they are made. */
function workers(): Worker[] {
	const made: Worker[] = [];
	const Real = Worker;
	vi.stubGlobal(
		'Worker',
		class extends Real {
			constructor(url: URL, options: WorkerOptions) {
				super(url, options);
				made.push(this);
			}
		}
	);
	return made;
}

describe('a person drops in a recording', () => {
	test('and gets its notes, the engine that heard them, and its loudness', async () => {
		transcriber = new Transcriber({ memory: memory() });
		const said: ListenProgress[] = [];

		const heard = await transcriber.listen(
			melody(...SCALE),
			job({ onProgress: (progress) => said.push(progress) })
		);

		if (!heard.ok) expect.fail(heard.error.code);
		const { notes, seconds, engine, peaks, endsEarly, activations } = heard.value;
		expect(pitches(notes)).toEqual(SCALE);
		notes.forEach(({ start }, i) => expect(Math.abs(start - (i + 1) / 2)).toBeLessThan(0.03));
		expect(seconds).toBeCloseTo(4.5, 2);
		expect(engine).toBe('onnx-wasm');
		expect(peaks.length).toBeGreaterThan(190);
		expect(endsEarly).toBe(false);
		expect(activations.note).toBeInstanceOf(Uint8Array);
		expect(said.map(({ stage }) => stage)).toContain('listening');
		expect(transcriber.tried).toContainEqual({
			engine: 'onnx-webgpu',
			ms: null,
			reason: 'no GPU adapter'
		});
	});

	test('sees the first notes before the last are heard', async () => {
		transcriber = new Transcriber({ memory: memory() });
		const shown: number[] = [];

		const heard = await transcriber.listen(
			melody(...LONG),
			job({ onNotes: (notes) => shown.push(notes.length) })
		);

		if (!heard.ok) expect.fail(heard.error.code);
		expect(shown[0]).toBeGreaterThan(0);
		expect(shown[0]).toBeLessThan(heard.value.notes.length / 2);
	});

	test('moves the sensitivity, and hears the notes anew without the model', async () => {
		transcriber = new Transcriber({ memory: memory() });
		const heard = await transcriber.listen(melody(...SCALE), job());
		if (!heard.ok) expect.fail(heard.error.code);

		const deaf = await transcriber.hear(heard.value.activations, { ...DEFAULT_HEARING, least: 1 });
		const same = await transcriber.hear(heard.value.activations, DEFAULT_HEARING);

		expect(pitches(same)).toEqual(SCALE);
		expect(deaf.length).toBeLessThan(same.length);
	});

	test('may turn a knob while another recording is being heard', async () => {
		transcriber = new Transcriber({ memory: memory() });
		const heard = await transcriber.listen(melody(...SCALE), job());
		if (!heard.ok) expect.fail(heard.error.code);
		let listening = true;
		const long = transcriber.listen(melody(...LONG), job()).finally(() => (listening = false));

		const notes = await transcriber.hear(heard.value.activations, DEFAULT_HEARING);

		expect(listening).toBe(true);
		expect(pitches(notes)).toEqual(SCALE);
		await long;
	});

	test('cancels, and can begin again', async () => {
		transcriber = new Transcriber({ memory: memory() });
		const stop = new AbortController();
		const cancelled = transcriber.listen(
			melody(...LONG),
			job({
				signal: stop.signal,
				onProgress: ({ done }) => {
					if (done > 0) stop.abort();
				}
			})
		);
		const next = transcriber.listen(melody(...SCALE), job());

		await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
		const heard = await next;
		expect(heard.ok && pitches(heard.value.notes)).toEqual(SCALE);
	});
});

describe('a worker that dies', () => {
	test('is replaced in the middle, and no note is lost or heard twice', async () => {
		const made = workers();
		transcriber = new Transcriber({ memory: memory() });
		let killed = false;

		const heard = await transcriber.listen(
			melody(...LONG),
			job({
				onProgress({ done }) {
					if (killed || done < 0.4) return;
					killed = true;
					made[0]!.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
				}
			})
		);

		if (!heard.ok) expect.fail(heard.error.code);
		expect(killed).toBe(true);
		expect(made).toHaveLength(2);
		expect(pitches(heard.value.notes)).toEqual(LONG);
	});

	test('again and again is a failure with a name, not an endless loop', async () => {
		vi.stubGlobal(
			'Worker',
			class extends EventTarget {
				constructor() {
					super();
					setTimeout(() => this.dispatchEvent(new ErrorEvent('error', { message: 'no' })), 10);
				}
				postMessage(): void {}
				terminate(): void {}
			}
		);
		transcriber = new Transcriber({ memory: memory() });

		const heard = await transcriber.listen(melody(...SCALE), job());

		expect(heard).toMatchObject({ ok: false, error: { code: 'crashed' } });
	});
});

describe('a file that is no recording', () => {
	const refused = async (blob: Blob): Promise<string> => {
		transcriber = new Transcriber({ memory: memory() });
		const heard = await transcriber.listen(blob, job());
		return heard.ok ? 'heard' : heard.error.code;
	};

	test('is empty', async () => {
		expect(await refused(new Blob([]))).toBe('empty');
	});

	test('is a text', async () => {
		expect(await refused(new Blob(['Dear diary, today I practised. '.repeat(99)]))).toBe(
			'not-audio'
		);
	});

	test('is silent', async () => {
		expect(await refused(new Blob([header(88_200), new Uint8Array(88_200)]))).toBe('silent');
	});

	test('may still be decoded by the page', async () => {
		transcriber = new Transcriber({ memory: memory() });
		const samples = Float32Array.from({ length: 96_000 }, (_, i) =>
			i < 24_000 ? 0 : 0.3 * Math.sin((2 * Math.PI * 440 * i) / 48_000)
		);

		const heard = await transcriber.listen(
			new Blob(['a format that only the page knows '.repeat(99)]),
			job({ fallbackDecode: () => Promise.resolve({ samples, sampleRate: 48_000 }) })
		);

		expect(heard.ok && pitches(heard.value.notes)).toEqual([69]);
	});

	test('a device where nothing runs says so', async () => {
		transcriber = new Transcriber({
			memory: memory(),
			files: { ort: '/nowhere/', model: '/nowhere/model', weights: '/nowhere/weights' }
		});

		const heard = await transcriber.listen(melody(...SCALE), job());

		expect(heard).toMatchObject({ ok: false, error: { code: 'no-engine' } });
	});
});
