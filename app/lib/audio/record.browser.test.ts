import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openTape } from '#app/audio/recording.ts';
import { startRecording, type Recording } from '#app/audio/record.ts';

const wait = (s: number): Promise<void> => new Promise((done) => setTimeout(done, s * 1000));
const never = new AbortController().signal;
const real = {
	user: navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices),
	display: navigator.mediaDevices.getDisplayMedia.bind(navigator.mediaDevices)
};

let context: AudioContext;
let chunks: Blob[];
let asked: unknown;

/** A microphone in which a tone sounds. */
function microphone(): MediaStream {
	const tone = new OscillatorNode(context, { frequency: 440 });
	const gain = new GainNode(context, { gain: 0.5 });
	const out = new MediaStreamAudioDestinationNode(context);
	tone.connect(gain).connect(out);
	tone.start();
	return out.stream;
}

const gives = (stream: () => MediaStream): void => {
	navigator.mediaDevices.getUserMedia = (constraints) => {
		asked = constraints;
		return Promise.resolve(stream());
	};
};

const refuses = (name: string): void => {
	navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
};

async function begin(): Promise<Recording> {
	const started = await startRecording(
		'microphone',
		{ onChunk: (chunk) => chunks.push(chunk), onEnded: () => {} },
		never
	);
	if (!started.ok) throw new Error(started.error.code);
	return started.value;
}

beforeEach(() => {
	context = new AudioContext();
	chunks = [];
});

afterEach(async () => {
	navigator.mediaDevices.getUserMedia = real.user;
	navigator.mediaDevices.getDisplayMedia = real.display;
	await context.close();
});

describe('a take', () => {
	test('is music, not speech: nothing is cancelled, suppressed or levelled', async () => {
		gives(microphone);
		(await begin()).cancel();
		expect(asked).toEqual({
			audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
		});
	});

	test('becomes a file that plays, and is handed over piece by piece meanwhile', async () => {
		gives(microphone);
		const recording = await begin();
		await wait(2.4);
		expect(recording.level()).toBeGreaterThan(0.3);
		const handed = chunks.length;
		const finished = await recording.finish('Take 1');

		if (!finished.ok) throw new Error(finished.error.code);
		expect(handed).toBeGreaterThanOrEqual(2);
		expect(finished.value.name).toBe('Take 1.webm');
		expect(finished.value.size).toBe(chunks.reduce((size, chunk) => size + chunk.size, 0));
		const tape = await openTape(finished.value);
		expect(tape.ok).toBe(true);
	});

	test('does not grow while it is paused', async () => {
		gives(microphone);
		const recording = await begin();
		await wait(0.3);
		recording.pause();
		const before = recording.seconds;
		await wait(0.3);
		expect(recording.seconds).toBe(before);
		recording.resume();
		await wait(0.2);
		expect(recording.seconds).toBeGreaterThan(before + 0.15);
		recording.cancel();
	});

	test('is kept when the device is pulled out', async () => {
		const stream = microphone();
		gives(() => stream);
		let ended: string | null = null;
		const started = await startRecording('microphone', { onEnded: (why) => (ended = why) }, never);
		if (!started.ok) throw new Error(started.error.code);
		await wait(0.5);
		for (const track of stream.getTracks()) track.stop();
		await wait(0.5);
		expect(ended).toBe('source');
		expect((await started.value.finish('Take')).ok).toBe(true);
	});
});

describe('a take that cannot begin says why', () => {
	test.each([
		['NotAllowedError', 'denied'],
		['NotFoundError', 'no-device'],
		['NotReadableError', 'busy']
	])('%s is %s', async (name, code) => {
		refuses(name);
		const started = await startRecording('microphone', { onEnded: () => {} }, never);
		expect(started).toEqual({ ok: false, error: { code } });
	});

	test('a tab shared without its sound', async () => {
		const picture = document.createElement('canvas').captureStream();
		navigator.mediaDevices.getDisplayMedia = () => Promise.resolve(picture);
		const started = await startRecording('tab', { onEnded: () => {} }, never);
		expect(started).toEqual({ ok: false, error: { code: 'no-sound' } });
		expect(picture.getTracks().every((track) => track.readyState === 'ended')).toBe(true);
	});
});
