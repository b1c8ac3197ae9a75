/**
 * A file in the browser as sound, in a worker: mediabunny takes it apart, the
 * browser's own decoders (WebCodecs) read it, packet by packet as the ear asks
 * for more. Every sample is put where its timestamp says, so what encoders add
 * before the music is cut and onsets are where they are heard.
 */
import {
	ADTS,
	AudioSampleSink,
	BlobSource,
	FLAC,
	Input,
	MATROSKA,
	MP3,
	MP4,
	MPEG_TS,
	OGG,
	QTFF,
	WAVE,
	WEBM,
	type AudioSample,
	type InputAudioTrack
} from 'mediabunny';
import { gaplessOf, id3Length, type Gapless } from '#models/audio/gapless.ts';
import { sniff } from '#models/audio/sniff.ts';
import { SoundError, soundOf, type Block, type Sound } from '#models/audio/sound.ts';
import { Timeline } from '#models/audio/timeline.ts';
import { readWavHeader } from '#models/audio/wav.ts';

/** All that are single files; a playlist would make us open others. */
const FORMATS = [MP4, QTFF, MATROSKA, WEBM, WAVE, OGG, FLAC, MP3, ADTS, MPEG_TS];

/** A file that stops more than this before its promised end ends early; less is rounding and padding. */
const TOLERANCE_SECONDS = 0.25;

/** @throws SoundError when the file holds no sound that this browser can read. */
export async function decode(blob: Blob, signal?: AbortSignal): Promise<Sound> {
	if (blob.size === 0) throw new SoundError('empty');
	const input = new Input({ source: new BlobSource(blob), formats: FORMATS });
	try {
		const track = await audioTrackOf(input);
		const gapless = (await track.getCodec()) === 'mp3' ? await gaplessOfFile(blob) : null;
		const seconds = await durationOf(track, gapless);
		const promised = (await wavPromise(blob)) ?? seconds;
		const timeline = new Timeline(gapless);
		return soundOf({
			seconds,
			blocks: blocksOf(input, track, timeline, signal),
			endedEarly: () =>
				timeline.broken || (promised !== null && timeline.seconds < promised - TOLERANCE_SECONDS)
		});
	} catch (cause) {
		input.dispose();
		throw cause instanceof SoundError ? cause : new SoundError('corrupt', wordsOf(cause));
	}
}

async function audioTrackOf(input: Input): Promise<InputAudioTrack> {
	if (!(await input.canRead())) throw new SoundError('not-audio');
	const track = await input.getPrimaryAudioTrack();
	if (!track) throw new SoundError('not-audio', 'the file has no sound');
	const codec = String(await track.getInternalCodecId());
	if (/^(enca|drms)$/.test(codec)) throw new SoundError('encrypted', codec);
	if (!(await track.canDecode())) throw new SoundError('unsupported-codec', codec);
	return track;
}

async function gaplessOfFile(blob: Blob): Promise<Gapless | null> {
	const bytes = async (from: number, length: number) =>
		new Uint8Array(await blob.slice(from, from + length).arrayBuffer());
	const start = id3Length(await bytes(0, 10));
	return gaplessOf(await bytes(start, 2048));
}

async function durationOf(track: InputAudioTrack, gapless: Gapless | null): Promise<number | null> {
	if (gapless) return gapless.keep / (await track.getSampleRate());
	const seconds = (await track.getDurationFromMetadata()) ?? (await track.computeDuration());
	return Number.isFinite(seconds) ? seconds : null;
}

/** What a WAV file's header says: mediabunny counts only what is there. */
async function wavPromise(blob: Blob): Promise<number | null> {
	const head = new Uint8Array(await blob.slice(0, 64 * 1024).arrayBuffer());
	if (sniff(head) !== 'wav') return null;
	try {
		const { dataBytes, width, channels, hertz } = readWavHeader(head);
		return dataBytes === null ? null : dataBytes / (width * channels * hertz);
	} catch {
		return null; // a coding that our own reader does not know
	}
}

async function* blocksOf(
	input: Input,
	track: InputAudioTrack,
	timeline: Timeline,
	signal: AbortSignal | undefined
): AsyncGenerator<Block> {
	try {
		for await (const sample of new AudioSampleSink(track).samples()) {
			signal?.throwIfAborted();
			yield* timeline.place(blockOf(sample), sample.timestamp);
		}
	} catch (cause) {
		signal?.throwIfAborted();
		// What was read before the damage is music all the same.
		if (timeline.seconds === 0) throw new SoundError('corrupt', wordsOf(cause));
		timeline.broken = true;
	} finally {
		input.dispose();
	}
}

function blockOf(sample: AudioSample): Block {
	const channels = Array.from({ length: sample.numberOfChannels }, (_, planeIndex) => {
		const plane = new Float32Array(sample.numberOfFrames);
		sample.copyTo(plane, { planeIndex, format: 'f32-planar' });
		return plane;
	});
	sample.close();
	return { hertz: sample.sampleRate, channels };
}

const wordsOf = (cause: unknown): string =>
	cause instanceof Error ? cause.message : String(cause);
