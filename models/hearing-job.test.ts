import { describe, expect, test } from 'vitest';
import type { Activations } from '#models/activations.ts';
import type { Sound } from '#models/audio/sound.ts';
import { HOP_SAMPLES, SAMPLE_RATE } from '#models/basic-pitch/constants.ts';
import { Checkpoint } from '#models/checkpoint.ts';
import { understand } from '#models/hearing-job.ts';
import type { ListenEvents, ListenProgress } from '#models/listened.ts';
import { PEAKS_A_SECOND } from '#models/peaks.ts';
import type { PlayedNote } from '#music/note.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { fakeEngine, noise, streamed, type FakeEngine } from '#tests/support/fake-engine.ts';

const WINDOWS = 12;
const SOUND = noise(WINDOWS * HOP_SAMPLES).map((sample) => sample / 2);
const SECONDS = SOUND.length / SAMPLE_RATE;

const sound = (): Sound => ({ seconds: SECONDS, chunks: streamed(SOUND), endsEarly: true });

/** Writes down what the job says; a window takes half a second. */
function listener(): ListenEvents & {
	readonly said: ListenProgress[];
	readonly shown: { readonly notes: readonly PlayedNote[]; readonly until: number }[];
	readonly parts: Activations[];
} {
	const said: ListenProgress[] = [];
	const shown: { notes: readonly PlayedNote[]; until: number }[] = [];
	const parts: Activations[] = [];
	return {
		said,
		shown,
		parts,
		progress: (progress) => said.push(progress),
		notes: (notes, until) => shown.push({ notes, until }),
		heard: (part) => parts.push(part),
		engine: () => undefined
	};
}

async function run(heard: Activations | null = null): Promise<{
	readonly events: ReturnType<typeof listener>;
	readonly listened: Awaited<ReturnType<typeof understand>>;
	readonly engine: FakeEngine;
}> {
	const events = listener();
	const engine = fakeEngine();
	const now = (): number => 500 * engine.windows;
	const listened = await understand({
		sound: sound(),
		engine: { ...engine, tried: [], run: (windows, count) => engine.run(windows, count) },
		events,
		hearing: DEFAULT_HEARING,
		heard,
		now
	});
	return { events, listened, engine };
}

describe('hearing a recording', { timeout: 60_000 }, () => {
	test('shows notes long before the end, and only those that are settled', async () => {
		const { events } = await run();

		expect(events.shown.length).toBeGreaterThan(1);
		expect(events.shown[0]!.until).toBeLessThan(SECONDS / 3);
		for (const { notes, until } of events.shown) {
			expect(notes.every(({ start }) => start < until)).toBe(true);
		}
		expect(events.shown.some(({ notes }) => notes.length > 0)).toBe(true);
	});

	test('says how far it is and how long it will take', async () => {
		const { events } = await run();

		const shares = events.said.map(({ done }) => done);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		expect(shares.at(-1)).toBeCloseTo(1, 5);
		const half = events.said.find(({ done }) => done > 0.49);
		expect(half?.secondsLeft).toBeCloseTo(WINDOWS * 0.25, 0);
	});

	test('knows the length, the loudness and whether the file ended early', async () => {
		const { listened } = await run();

		expect(listened.seconds).toBeCloseTo(SECONDS, 6);
		expect(listened.endsEarly).toBe(true);
		expect(listened.peaks).toHaveLength(Math.ceil(SECONDS * PEAKS_A_SECOND));
		expect(listened.peaks.every((peak) => peak > 0.3 && peak <= 0.5)).toBe(true);
	});

	test('a successor goes on from what a dead worker had heard, to the same notes', async () => {
		const whole = await run();
		const checkpoint = new Checkpoint();
		for (const part of whole.events.parts.slice(0, 7)) checkpoint.add(part);

		const rest = await run(checkpoint.whole());

		expect(rest.engine.windows).toBe(WINDOWS - 7);
		expect(rest.listened.notes).toEqual(whole.listened.notes);
		expect(rest.listened.activations.frames).toBe(whole.listened.activations.frames);
	});
});

describe('what the page keeps of a job', () => {
	test('nothing was heard, nothing is kept', () => {
		expect(new Checkpoint().whole()).toBeNull();
	});

	test('after an hour it stops, and never keeps a part that does not follow', () => {
		const checkpoint = new Checkpoint();
		const part = (frames: number): Activations => ({
			frames,
			note: new Uint8Array(frames * 88),
			onset: new Uint8Array(frames * 88),
			contour: new Uint8Array(frames * 264)
		});

		checkpoint.add(part(142));
		checkpoint.add(part(400_000));
		checkpoint.add(part(142));

		expect(checkpoint.whole()?.frames).toBe(142);
	});
});
