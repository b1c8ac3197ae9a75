/**
 * One recording, from its sound to its notes: listening, with the first notes
 * given while the rest is heard. Knows neither the worker nor how files are read.
 */
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import type { Sound } from '#models/audio/sound.ts';
import { KEPT_FRAMES, SAMPLE_RATE } from '#models/basic-pitch/constants.ts';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import type { SteadyEngine } from '#models/engine/steady.ts';
import { hear } from '#models/hear.ts';
import { listen } from '#models/listen.ts';
import type { Listened, ListenEvents, ListenRequest } from '#models/listened.ts';
import { PeakMeter } from '#models/peaks.ts';
import { seconds, type Seconds } from '#music/time.ts';

interface Job extends Pick<ListenRequest, 'hearing' | 'heard'> {
	readonly sound: Sound;
	readonly engine: Pick<SteadyEngine, 'name' | 'run' | 'dispose' | 'tried'>;
	readonly events: ListenEvents;
	/** A clock in milliseconds. */
	readonly now: () => number;
}

/** Notes are given at most this often, and never for more than a fifth of the time. */
const NOTES_MS = 1_500;
const PROGRESS_MS = 100;
/** A note near the edge may still change: its end is not heard yet. */
const UNSETTLED_SECONDS = 1;

/** @throws SoundError when the sound cannot be read, NoEngine when nothing is left to hear it with. */
export async function understand(job: Job): Promise<Listened> {
	const { sound, engine, events, hearing, heard, now } = job;
	const meter = new PeakMeter();
	const begun = now();
	const before = (heard?.frames ?? 0) / KEPT_FRAMES;
	let engineName = engine.name;
	let reported = before;
	let nextProgress = 0;
	let nextNotes = begun + NOTES_MS / 3;

	const onHeard = (windows: number, soFar: () => Activations): void => {
		if (engine.name !== engineName) {
			engineName = engine.name;
			events.engine(engineName, engine.tried);
		}
		const time = now();
		events.heard(lastWindows(soFar(), windows - reported));
		reported = windows;
		if (time >= nextProgress) {
			nextProgress = time + PROGRESS_MS;
			const heardSeconds = frameTime(windows * KEPT_FRAMES);
			const done = sound.seconds ? Math.min(1, heardSeconds / sound.seconds) : 0;
			const share = (windows - before) / windows;
			const spent = (time - begun) / 1000;
			const secondsLeft = done > 0 && spent > 1 ? (spent / (done * share)) * (1 - done) : null;
			events.progress({ stage: 'listening', done, secondsLeft, engine: engineName });
		}
		if (time >= nextNotes) {
			const until = seconds(frameTime(windows * KEPT_FRAMES) - UNSETTLED_SECONDS);
			events.notes(settled(soFar(), hearing, until), until);
			nextNotes = now() + Math.max(NOTES_MS, 4 * (now() - time));
		}
	};

	const { activations, samples } = await listen(metered(sound.chunks, meter), {
		engine,
		expectedSamples: Math.ceil((sound.seconds ?? 0) * SAMPLE_RATE),
		...(heard && { heard }),
		onHeard
	});
	return {
		activations,
		seconds: seconds(samples / SAMPLE_RATE),
		peaks: meter.peaks(),
		engine: engine.name,
		notes: hear(activations, hearing),
		endsEarly: sound.endsEarly
	};
}

function settled(soFar: Activations, hearing: Job['hearing'], until: Seconds): Listened['notes'] {
	return hear(soFar, hearing).filter((note) => note.start < until);
}

/** A copy of the last windows' frames. */
function lastWindows({ frames, note, onset, contour }: Activations, windows: number): Activations {
	const from = frames - windows * KEPT_FRAMES;
	return {
		frames: frames - from,
		note: note.slice(from * KEYS),
		onset: onset.slice(from * KEYS),
		contour: contour.slice(from * CONTOUR_BINS)
	};
}

async function* metered(
	chunks: AsyncIterable<Float32Array>,
	meter: PeakMeter
): AsyncGenerator<Float32Array> {
	for await (const chunk of chunks) {
		meter.push(chunk);
		yield chunk;
	}
}
