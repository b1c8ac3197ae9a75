/** What passes between the page and the worker that listens. Plain data: it crosses threads. */
import type { Activations } from '#models/activations.ts';
import type { EngineName } from '#models/engine/engine.ts';
import type { SoundFailureCode } from '#models/audio/sound.ts';
import type { Trial } from '#models/engine/select.ts';
import type { PlayedNote } from '#music/note.ts';
import type { HearSettings } from '#music/settings.ts';
import type { Seconds } from '#music/time.ts';

export interface ListenProgress {
	/** The model is loaded, the file is opened, the recording is heard. */
	readonly stage: 'loading' | 'decoding' | 'listening';
	/** Share of the recording heard so far, 0–1; 0 while its length is not known. */
	readonly done: number;
	/** Null until there is something to judge by. */
	readonly secondsLeft: number | null;
	/** Which engine listens, as soon as one is chosen. */
	readonly engine: EngineName | null;
}

export interface Listened {
	/** As bytes: 0–255. */
	readonly activations: Activations;
	/** Length of the recording. */
	readonly seconds: Seconds;
	/** Loudness 0–1, `PEAKS_A_SECOND` each second. */
	readonly peaks: Float32Array;
	/** The file ended before it should have; what there was has been heard. */
	readonly endsEarly: boolean;
	readonly engine: EngineName;
	readonly notes: readonly PlayedNote[];
}

/** Reasons that lie in the recording or the device; each has its own sentence. */
export type ListenCode = SoundFailureCode | 'no-engine' | 'crashed';

export interface ListenFailure {
	readonly code: ListenCode;
	/** For logs, in English. */
	readonly detail?: string;
}

/** Sound that the page had to decode itself, because only a page can. */
export interface DecodedSound {
	/** Mono. */
	readonly samples: Float32Array;
	readonly sampleRate: number;
}

export interface ListenRequest {
	readonly source: Blob | DecodedSound;
	readonly hearing: HearSettings;
	/** The engine that won on this device before. */
	readonly remembered: EngineName | null;
	/** Whole windows that a worker before this one has heard. */
	readonly heard: Activations | null;
}

/** What the worker says while it works. */
export interface ListenEvents {
	progress(progress: ListenProgress): void;
	/** Notes so far, and until when they are settled. */
	notes(notes: readonly PlayedNote[], until: Seconds): void;
	/** Activations of windows just heard, to go on from if the worker dies. */
	heard(activations: Activations): void;
	engine(name: EngineName, tried: readonly Trial[]): void;
}
