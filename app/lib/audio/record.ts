/**
 * Records the microphone or a browser tab's sound. The browser compresses it as
 * it comes, and every second is handed over at once, so that a crash loses one
 * second and never the take.
 */
import { fail, ok, type Result } from '#music/result.ts';

export type RecordSource = 'microphone' | 'tab';

export interface RecordFailure {
	readonly code: 'denied' | 'no-device' | 'busy' | 'no-sound' | 'unsupported' | 'empty';
}

export interface RecordHandlers {
	/** A second of the take, in order; the first begins the file. */
	readonly onChunk?: (chunk: Blob) => void;
	/** The recording ended by itself: the limit, or the tab or the device went away. */
	readonly onEnded: (why: 'limit' | 'source') => void;
}

/** What the file may hold: the ear takes three hours. */
const LONGEST_SECONDS = 3 * 3600;
const CHUNK_MS = 1000;
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
/** Transparent for music, mono or stereo. */
const BITS_A_SECOND = 160_000;

/** Opens the source and starts at once. An abort while the browser asks passes as it is. */
export async function startRecording(
	source: RecordSource,
	handlers: RecordHandlers,
	signal: AbortSignal
): Promise<Result<Recording, RecordFailure>> {
	const opened = await open(source);
	if (!opened.ok) return opened;
	const stream = opened.value;
	if (signal.aborted) {
		stop(stream);
		signal.throwIfAborted();
	}
	try {
		return ok(new Recording(stream, handlers));
	} catch {
		stop(stream);
		return fail({ code: 'unsupported' });
	}
}

/** The pieces of a take as one file. @param name without its ending */
export function takeFile(
	pieces: readonly Blob[],
	name: string,
	mimeType = pieces[0]?.type ?? ''
): File {
	const type = mimeType.split(';')[0] ?? '';
	const ending = { 'audio/mp4': 'm4a', 'audio/ogg': 'ogg' }[type] ?? 'webm';
	return new File([...pieces], `${name}.${ending}`, { type });
}

async function open(source: RecordSource): Promise<Result<MediaStream, RecordFailure>> {
	// The browser's treatments are made for speech: they gate quiet notes and pump loud ones.
	const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
	const devices = navigator.mediaDevices as MediaDevices | undefined;
	try {
		if (source === 'microphone') {
			if (!devices?.getUserMedia) return fail({ code: 'unsupported' });
			return ok(await devices.getUserMedia({ audio }));
		}
		if (!devices?.getDisplayMedia) return fail({ code: 'unsupported' });
		// Browsers offer a tab's sound only beside its picture, which is dropped at once.
		const stream = await devices.getDisplayMedia({ video: true, audio });
		if (stream.getAudioTracks().length === 0) {
			stop(stream);
			return fail({ code: 'no-sound' });
		}
		return ok(stream);
	} catch (cause) {
		return fail({ code: codeOf(cause) });
	}
}

function codeOf(cause: unknown): RecordFailure['code'] {
	switch (cause instanceof DOMException ? cause.name : '') {
		case 'NotAllowedError':
		case 'SecurityError':
			return 'denied';
		case 'NotFoundError':
		case 'OverconstrainedError':
			return 'no-device';
		case 'NotReadableError':
		case 'AbortError':
			return 'busy';
		default:
			return 'unsupported';
	}
}

function stop(stream: MediaStream): void {
	for (const track of stream.getTracks()) track.stop();
}

export class Recording {
	readonly #stream: MediaStream;
	readonly #recorder: MediaRecorder;
	readonly #context: AudioContext;
	readonly #analyser: AnalyserNode;
	readonly #samples: Float32Array<ArrayBuffer>;
	readonly #chunks: Blob[] = [];
	readonly #handlers: RecordHandlers;
	readonly #stopped: Promise<void>;
	#running = performance.now();
	#before = 0;
	#limit: ReturnType<typeof setTimeout> | undefined;
	#finished = false;

	constructor(stream: MediaStream, handlers: RecordHandlers) {
		this.#stream = stream;
		this.#handlers = handlers;
		const sound = new MediaStream(stream.getAudioTracks());
		const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
		this.#recorder = new MediaRecorder(sound, {
			...(mimeType && { mimeType }),
			audioBitsPerSecond: BITS_A_SECOND
		});
		this.#recorder.ondataavailable = ({ data }) => {
			if (data.size === 0) return;
			this.#chunks.push(data);
			handlers.onChunk?.(data);
		};
		this.#stopped = new Promise((resolve) => {
			this.#recorder.onstop = () => {
				resolve();
				this.#endBy('source');
			};
		});
		this.#context = new AudioContext();
		this.#analyser = new AnalyserNode(this.#context, { fftSize: 2048 });
		this.#samples = new Float32Array(this.#analyser.fftSize);
		this.#context.createMediaStreamSource(sound).connect(this.#analyser);
		void this.#context.resume();
		this.#recorder.start(CHUNK_MS);
		// With its picture stopped, Chrome ends the sound too; so it is only switched off.
		for (const track of stream.getVideoTracks()) track.enabled = false;
		this.#limitFrom(0);
	}

	/** Seconds recorded so far, without pauses. */
	get seconds(): number {
		return this.#before + (this.paused ? 0 : (performance.now() - this.#running) / 1000);
	}

	get paused(): boolean {
		return this.#recorder.state !== 'recording';
	}

	/** The loudest sample of the last 43 ms, 0–1. */
	level(): number {
		this.#analyser.getFloatTimeDomainData(this.#samples);
		let most = 0;
		for (const sample of this.#samples) most = Math.max(most, Math.abs(sample));
		return Math.min(1, most);
	}

	pause(): void {
		if (this.#recorder.state !== 'recording') return;
		this.#before = this.seconds;
		this.#recorder.pause();
		clearTimeout(this.#limit);
	}

	resume(): void {
		if (this.#recorder.state !== 'paused') return;
		this.#recorder.resume();
		this.#running = performance.now();
		this.#limitFrom(this.#before);
	}

	/** @param name of the file, without its ending. */
	async finish(name: string): Promise<Result<File, RecordFailure>> {
		this.#finished = true;
		if (this.#recorder.state !== 'inactive') this.#recorder.stop();
		await this.#stopped;
		this.#close();
		if (this.#chunks.length === 0) return fail({ code: 'empty' });
		return ok(takeFile(this.#chunks, name, this.#recorder.mimeType));
	}

	/** Throws the take away. */
	cancel(): void {
		this.#finished = true;
		if (this.#recorder.state !== 'inactive') this.#recorder.stop();
		this.#close();
	}

	#limitFrom(seconds: number): void {
		this.#limit = setTimeout(() => this.#endBy('limit'), (LONGEST_SECONDS - seconds) * 1000);
	}

	#endBy(why: 'limit' | 'source'): void {
		if (this.#finished) return;
		this.#before = this.seconds;
		this.#finished = true;
		if (this.#recorder.state !== 'inactive') this.#recorder.stop();
		this.#handlers.onEnded(why);
	}

	#close(): void {
		clearTimeout(this.#limit);
		stop(this.#stream);
		if (this.#context.state !== 'closed') void this.#context.close();
	}
}
