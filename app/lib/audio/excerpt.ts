/**
 * A second of the recording, heard by itself and once: at its own speed, without synth and click,
 * and without moving the player from its place. What reads files is big and comes when it is first used.
 */
import type { Tape } from '#app/audio/recording.ts';
import type { Range } from '#app/audio/schedule.ts';

/** Faded in and out over this, so that a cut never clicks, seconds. */
const FADE = 0.015;

export class Excerpt {
	#context: AudioContext | null = null;
	#tape: { readonly of: Blob; readonly tape: Tape } | null = null;
	#stop = new AbortController();

	/** Ends when it has been heard, stopped, or cannot be played. */
	async play(recording: Blob, range: Range): Promise<void> {
		this.stop();
		const { signal } = (this.#stop = new AbortController());
		// From a person's gesture: what waits for the file first would not be allowed to sound.
		const context = (this.#context ??= new AudioContext());
		await context.resume().catch(() => undefined);
		const tape = await this.#open(recording);
		if (!tape || signal.aborted || context.state !== 'running') return;
		const buffer = await cut(tape, range, context, signal);
		if (!buffer || signal.aborted) return;
		await sound(buffer, context, signal);
		if (!signal.aborted) void context.suspend();
	}

	stop(): void {
		this.#stop.abort();
	}

	dispose(): void {
		this.stop();
		this.#tape?.tape.close();
		this.#tape = null;
		void this.#context?.close();
		this.#context = null;
	}

	async #open(recording: Blob): Promise<Tape | null> {
		if (this.#tape?.of === recording) return this.#tape.tape;
		const { openTape } = await import('#app/audio/recording.ts');
		const opened = await openTape(recording);
		if (!opened.ok) return null;
		this.#tape?.tape.close();
		this.#tape = { of: recording, tape: opened.value };
		return opened.value;
	}
}

async function cut(
	tape: Tape,
	{ start, end }: Range,
	context: AudioContext,
	signal: AbortSignal
): Promise<AudioBuffer | null> {
	const from = Math.round(start * tape.rate);
	const to = Math.max(from + 1, Math.round(end * tape.rate));
	const buffer = context.createBuffer(2, to - from, tape.rate);
	for await (const { frame, channels } of tape.read(from, to, signal)) {
		for (const c of [0, 1]) buffer.copyToChannel(channels[c] ?? channels[0]!, c, frame - from);
	}
	return signal.aborted ? null : buffer;
}

function sound(buffer: AudioBuffer, context: AudioContext, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const source = new AudioBufferSourceNode(context, { buffer });
		const gain = new GainNode(context, { gain: 0 });
		const now = context.currentTime;
		gain.gain.setValueAtTime(0, now);
		gain.gain.linearRampToValueAtTime(1, now + FADE);
		gain.gain.setValueAtTime(1, now + Math.max(FADE, buffer.duration - FADE));
		gain.gain.linearRampToValueAtTime(0, now + buffer.duration);
		source.connect(gain).connect(context.destination);
		source.addEventListener('ended', () => {
			source.disconnect();
			gain.disconnect();
			resolve();
		});
		signal.addEventListener('abort', () => {
			gain.gain.cancelScheduledValues(context.currentTime);
			gain.gain.setTargetAtTime(0, context.currentTime, FADE / 3);
			source.stop(context.currentTime + FADE);
		});
		source.start(now);
	});
}
