/** The worker's whole surface: listening to a recording, and reading its notes again with other settings. */
import { expose, transfer } from 'comlink';
import type { Activations } from '#models/activations.ts';
import { decode } from '#models/audio/decode.ts';
import { SoundError, soundOf, type Sound } from '#models/audio/sound.ts';
import { browserCandidates } from '#models/engine/candidates.ts';
import type { EngineName } from '#models/engine/engine.ts';
import type { EarFiles } from '#models/engine/files.ts';
import { NoEngine, SteadyEngine } from '#models/engine/steady.ts';
import { hear } from '#models/hear.ts';
import { understand } from '#models/hearing-job.ts';
import { readingsOf } from '#models/hearing/readings.ts';
import type {
	DecodedSound,
	Listened,
	ListenEvents,
	ListenFailure,
	ListenRequest
} from '#models/listened.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Reading } from '#music/readings.ts';
import { fail, ok, type Result } from '#music/result.ts';
import type { HearSettings } from '#music/settings.ts';

/** How often the worker says that it lives. */
const BEAT_MS = 2_000;

const now = (): number => performance.now();

let engine: Promise<SteadyEngine> | undefined;

const api = {
	async listen(
		request: ListenRequest,
		files: EarFiles,
		events: ListenEvents
	): Promise<Result<Listened, ListenFailure>> {
		try {
			events.progress({ stage: 'loading', done: 0, secondsLeft: null, engine: null });
			const starting = ready(files, request.remembered);
			// While the engine starts the file is opened, and what is no recording is refused at once.
			starting.catch(() => undefined);
			const sound = await opened(request.source);
			const ear = await starting;
			events.engine(ear.name, ear.tried);
			events.progress({ stage: 'decoding', done: 0, secondsLeft: null, engine: ear.name });
			const { hearing, heard } = request;
			const whole = await understand({ sound, engine: ear, events, hearing, heard, now });
			const { note, onset, contour } = whole.activations;
			return transfer(ok(whole), [note.buffer, onset.buffer, contour.buffer, whole.peaks.buffer]);
		} catch (cause) {
			if (cause instanceof SoundError) return fail(cause.failure);
			if (!(cause instanceof NoEngine)) throw cause;
			engine = undefined; // the next recording deserves a fresh start
			return fail({ code: 'no-engine', detail: cause.message });
		}
	},

	hear: (activations: Activations, hearing: HearSettings): readonly PlayedNote[] =>
		hear(activations, hearing),

	readings: (
		activations: Activations,
		notes: readonly PlayedNote[],
		index: number
	): readonly Reading[] => readingsOf(activations, notes, index),

	beat(onBeat: () => void): void {
		setInterval(onBeat, BEAT_MS);
	}
};

function ready(files: EarFiles, remembered: EngineName | null): Promise<SteadyEngine> {
	engine ??= SteadyEngine.start(browserCandidates(files), remembered, now);
	return engine;
}

async function opened(source: Blob | DecodedSound): Promise<Sound> {
	if (source instanceof Blob) return decode(source);
	const { samples, sampleRate } = source;
	return soundOf({
		seconds: samples.length / sampleRate,
		blocks: oneSecondAtATime(samples, sampleRate),
		endedEarly: () => false
	});
}

async function* oneSecondAtATime(
	samples: Float32Array,
	hertz: number
): AsyncGenerator<{ readonly hertz: number; readonly channels: readonly Float32Array[] }> {
	for (let at = 0; at < samples.length; at += hertz) {
		yield { hertz, channels: [samples.subarray(at, at + hertz)] };
	}
}

export type WorkerApi = typeof api;

expose(api);
