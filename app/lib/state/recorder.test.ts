import { beforeEach, describe, expect, test } from 'vitest';
import type { RecordFailure, RecordHandlers } from '#app/audio/record.ts';
import { Recorder } from '#app/state/recorder.svelte.ts';
import { fail, ok, type Result } from '#music/result.ts';

type Started = Awaited<ReturnType<ConstructorParameters<typeof Recorder>[0]['start']>>;

let told: string[];
let handlers: RecordHandlers;
let level: number;
let seconds: number;
let ending: Result<File, RecordFailure>;
let arrives: boolean;
let draw: () => void;
let answer: () => Started;

/** A microphone that hears what the test says, and tells what it was asked. */
function microphone(): Started {
	return ok({
		get seconds() {
			return seconds;
		},
		paused: false,
		level: () => level,
		pause: () => void told.push('pause'),
		resume: () => void told.push('resume'),
		finish: (name: string) => {
			told.push(`finish ${name}`);
			return Promise.resolve(ending);
		},
		cancel: () => {
			told.push('cancel');
			// As MediaRecorder does: the last piece comes after the end.
			handlers.onChunk?.(new Blob(['late']));
		}
	});
}

const recorder = (): Recorder =>
	new Recorder({
		start: (_source, given) => {
			handlers = given;
			return Promise.resolve(answer());
		},
		name: () => 'Recording',
		nextFrame: (callback) => {
			draw = callback;
			return () => {};
		},
		keep: () => {
			told.push('keep');
			return {
				add: (chunk) => void told.push(`second ${chunk.size}`),
				drop: () => {
					told.push('drop');
					return Promise.resolve();
				},
				leave: () => void told.push('leave')
			};
		},
		onFile: (file) => {
			told.push(`take ${file.name}`);
			return Promise.resolve(arrives);
		}
	});

async function running(): Promise<Recorder> {
	const made = recorder();
	await made.start('microphone');
	handlers.onChunk?.(new Blob(['1234']));
	return made;
}

beforeEach(() => {
	told = [];
	level = 0.3;
	seconds = 0;
	arrives = true;
	ending = ok(new File(['1234'], 'Recording.webm'));
	answer = microphone;
});

describe('a take', () => {
	test('is on the disk while it is made, and leaves it once it is in the library', async () => {
		const made = await running();
		await made.use();

		expect(told).toEqual(['keep', 'second 4', 'finish Recording', 'take Recording.webm', 'drop']);
		expect(made.take.stage).toBe('idle');
	});

	test('stays on the disk when the library has no room for it', async () => {
		arrives = false;
		const made = await running();
		await made.use();

		expect(told.at(-1)).toBe('leave');
		expect(told).not.toContain('drop');
	});

	test('that is thrown away leaves nothing, not even its last piece', async () => {
		const made = await running();
		made.cancel();

		expect(told).toEqual(['keep', 'second 4', 'cancel', 'drop']);
		expect(made.take.stage).toBe('idle');
	});

	test('that ends by itself is kept', async () => {
		const made = await running();
		handlers.onEnded('source');
		await Promise.resolve();

		expect(told).toContain('finish Recording');
		expect(made.take.stage).not.toBe('running');
	});

	test('says why there is none', async () => {
		answer = () => fail({ code: 'denied' });
		const made = recorder();
		await made.start('tab');

		expect(made.take).toEqual({ stage: 'failed', code: 'denied' });
		expect(made.source).toBe('tab');
	});

	test('says that nothing was recorded when there was nothing', async () => {
		ending = fail({ code: 'empty' });
		const made = await running();
		await made.use();

		expect(made.take).toEqual({ stage: 'failed', code: 'empty' });
		expect(told.at(-1)).toBe('drop');
	});
});

describe('the meter', () => {
	test('says that it is too loud for two seconds, then no more', async () => {
		const made = await running();
		level = 1;
		seconds = 1;
		draw();
		expect(made.hint).toBe('clipping');

		level = 0.3;
		seconds = 3.5;
		draw();
		expect(made.hint).toBeNull();
	});

	test('says that nothing is heard after three seconds of silence', async () => {
		const made = await running();
		level = 0;
		seconds = 2.5;
		draw();
		expect(made.hint).toBeNull();

		seconds = 3.5;
		draw();
		expect(made.hint).toBe('quiet');
	});

	test('falls slowly, so that a short sound is seen', async () => {
		const made = await running();
		level = 0.8;
		draw();
		level = 0;
		draw();

		expect(made.level).toBeGreaterThan(0.7);
		expect(made.level).toBeLessThan(0.8);
	});
});
