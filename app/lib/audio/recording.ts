/**
 * A recording as a tape that can be read from anywhere, a second at a time. It
 * stays compressed in memory: three hours cost no more than three minutes, and
 * the times are the container's own, the same that the ear heard by. One on the
 * server is fetched in parts, as it is heard, and never kept.
 *
 * Where the browser has no decoder for pieces (no WebCodecs), the whole file is
 * decoded at once, as long as that is bearable.
 */
import {
	ALL_FORMATS,
	AudioSampleSink,
	BlobSource,
	Input,
	UrlSource,
	type AudioSample
} from 'mediabunny';
import { fail, ok, type Result } from '#music/result.ts';

/** Sound that follows on from the piece before it. */
export interface Piece {
	/** Index of its first frame, counted from the start of the recording. */
	readonly frame: number;
	/** One array per channel (one or two), all of the same length. */
	readonly channels: readonly Float32Array<ArrayBuffer>[];
}

export interface Tape {
	/** Frames a second. */
	readonly rate: number;
	/** Pieces from frame `from` up to `to`, without gaps: silence stands where the file has none. */
	read(from: number, to: number, signal: AbortSignal): AsyncGenerator<Piece, void>;
	close(): void;
}

/** A file, or where on our server one is. */
export type TapeSource = Blob | string;

export interface TapeFailure {
	/** `unreachable`: it is on the server, which does not give it just now. */
	readonly code: 'unplayable' | 'too-long-to-decode' | 'unreachable';
}

/** Thrown by `read` once the recording cannot be read on. */
export class TapeLost extends Error {}

/** Long enough to be cheap, short enough to start at once. */
const PIECE_SECONDS = 0.5;
/** What the whole-file fallback may hold: 212 MB of stereo at 44.1 kHz. */
const MOST_DECODED_SECONDS = 600;

/** What is fetched for a browser that must have all of it, bytes. */
const MOST_FETCHED = 60_000_000;
/** How often a part is asked for again when the network fails, and after how many seconds. */
const RETRIES = 3;
const RETRY_SECONDS = 0.5;

/** @param onLost a recording on the server, once opened, could not be read on */
export async function openTape(
	source: TapeSource,
	onLost?: () => void
): Promise<Result<Tape, TapeFailure>> {
	const input = new Input({ source: readable(source), formats: ALL_FORMATS });
	let length: number | null = null;
	try {
		const track = await input.getPrimaryAudioTrack();
		if (track && (await track.canDecode())) {
			const rate = await track.getSampleRate();
			return ok(streamed(input, new AudioSampleSink(track), rate, onLost));
		}
		length = track ? await input.getDurationFromMetadata([track]) : null;
	} catch {
		// What cannot be read in pieces may be read whole.
	}
	input.dispose();
	if (length !== null && length > MOST_DECODED_SECONDS) return fail({ code: 'too-long-to-decode' });
	const blob = typeof source === 'string' ? await fetched(source) : ok(source);
	return blob.ok ? decodedWhole(blob.value) : blob;
}

function readable(source: TapeSource): BlobSource | UrlSource {
	if (source instanceof Blob) return new BlobSource(source);
	return new UrlSource(source, {
		requestInit: { cache: 'no-store' },
		getRetryDelay: (tries) => (tries > RETRIES ? null : RETRY_SECONDS * tries),
		// Nobody waits for what is read ahead; who needs it asks again, and hears of it.
		handleUnhandledError: () => {}
	});
}

async function fetched(address: string): Promise<Result<Blob, TapeFailure>> {
	try {
		const answer = await fetch(address, { cache: 'no-store' });
		if (!answer.ok) return fail({ code: 'unreachable' });
		if (Number(answer.headers.get('Content-Length')) > MOST_FETCHED) {
			await answer.body?.cancel();
			return fail({ code: 'too-long-to-decode' });
		}
		return ok(await answer.blob());
	} catch {
		return fail({ code: 'unreachable' });
	}
}

function streamed(input: Input, sink: AudioSampleSink, rate: number, onLost?: () => void): Tape {
	let closed = false;
	return {
		rate,
		async *read(from, to, signal) {
			const piece = new Builder(from, to, Math.round(rate * PIECE_SECONDS));
			const samples = sink.samples(from / rate, to / rate);
			try {
				for await (const sample of samples) {
					const full = take(sample, rate, piece);
					if (signal.aborted) return;
					yield* full;
				}
			} catch (cause) {
				if (!closed && !signal.aborted) {
					if (!onLost) throw cause;
					onLost();
				}
				throw new TapeLost('the recording cannot be read on', { cause });
			}
			if (!signal.aborted) yield* piece.finish();
		},
		close() {
			closed = true;
			input.dispose();
		}
	};
}

function take(sample: AudioSample, rate: number, piece: Builder): Piece[] {
	try {
		const frame = Math.round(sample.timestamp * rate);
		const count = Math.min(2, sample.numberOfChannels);
		const channels = Array.from({ length: count }, (_, planeIndex) => {
			const plane = new Float32Array(sample.numberOfFrames);
			sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
			return plane;
		});
		return piece.add(frame, channels);
	} finally {
		sample.close();
	}
}

/** Gathers decoded packets (20 ms or so, sometimes overlapping or with gaps) into even pieces. */
class Builder {
	readonly #to: number;
	readonly #size: number;
	#frame: number;
	#filled = 0;
	#channels: Float32Array<ArrayBuffer>[] = [];

	constructor(from: number, to: number, size: number) {
		this.#frame = from;
		this.#to = to;
		this.#size = size;
	}

	/** Frames before the place wanted next (a seek lands on a packet's start) are dropped. */
	add(frame: number, channels: readonly Float32Array[]): Piece[] {
		const full: Piece[] = [];
		let at = Math.max(frame, this.#next);
		full.push(...this.#silence(Math.min(at, this.#to)));
		const end = Math.min(frame + channels[0]!.length, this.#to);
		while (at < end) {
			const count = Math.min(end - at, this.#room);
			this.#open(channels.length);
			this.#channels.forEach((channel, c) => {
				const source = channels[c] ?? channels[0]!;
				channel.set(source.subarray(at - frame, at - frame + count), this.#filled);
			});
			this.#filled += count;
			at += count;
			full.push(...this.#flush(false));
		}
		return full;
	}

	/** The last piece, with silence to the end of what was asked for. */
	finish(): Piece[] {
		return [...this.#silence(this.#to), ...this.#flush(true)];
	}

	get #next(): number {
		return this.#frame + this.#filled;
	}

	get #room(): number {
		return Math.min(this.#size - this.#filled, this.#to - this.#next);
	}

	#silence(until: number): Piece[] {
		const full: Piece[] = [];
		while (this.#next < until) {
			this.#open(1);
			this.#filled += Math.min(until - this.#next, this.#room);
			full.push(...this.#flush(false));
		}
		return full;
	}

	#open(count: number): void {
		while (this.#channels.length < count) {
			const first = this.#channels[0];
			this.#channels.push(first ? first.slice() : new Float32Array(this.#size));
		}
	}

	#flush(all: boolean): Piece[] {
		if (this.#filled === 0 || (!all && this.#filled < this.#size)) return [];
		const channels = this.#channels.map((channel) =>
			this.#filled < this.#size ? channel.slice(0, this.#filled) : channel
		);
		const piece = { frame: this.#frame, channels };
		this.#frame += this.#filled;
		this.#filled = 0;
		this.#channels = [];
		return [piece];
	}
}

async function decodedWhole(blob: Blob): Promise<Result<Tape, TapeFailure>> {
	const rate = 44_100;
	try {
		const context = new OfflineAudioContext(1, 1, rate);
		const buffer = await context.decodeAudioData(await blob.arrayBuffer());
		return ok(whole(buffer));
	} catch {
		return fail({ code: 'unplayable' });
	}
}

function whole(buffer: AudioBuffer): Tape {
	const rate = buffer.sampleRate;
	const count = Math.min(2, buffer.numberOfChannels);
	const all = Array.from({ length: count }, (_, c) => buffer.getChannelData(c));
	return {
		rate,
		async *read(from, to, signal) {
			const piece = new Builder(from, to, Math.round(rate * PIECE_SECONDS));
			const step = Math.round(rate);
			for (let at = from; at < Math.min(to, buffer.length); at += step) {
				if (signal.aborted) return;
				yield* piece.add(
					at,
					all.map((channel) => channel.subarray(at, at + step))
				);
			}
			yield* piece.finish();
		},
		close: () => {}
	};
}
