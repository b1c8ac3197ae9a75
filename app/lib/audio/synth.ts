/**
 * The one door to spessasynth: an instrument of the soundfont that plays notes
 * at times of the audio clock. Each run of playing has a channel of its own, so
 * that a seek can silence the notes already sent for the old place at once.
 */
import { WorkletSynthesizer } from 'spessasynth_lib';

/** Channels used in turn; the tenth is for drums. */
const CHANNELS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15] as const;
const ALL_SOUND_OFF = 120;
const BANK = 'bank';

export interface SynthFiles {
	readonly processorUrl: string;
	readonly soundfontUrl: string;
}

/** One run's instrument. Times are the audio clock's. */
export interface Instrument {
	on(pitch: number, level: number, time: number): void;
	off(pitch: number, time: number): void;
	/** Silent from `time` on; nothing has been sent for later than `horizon`. */
	end(time: number, horizon: number): void;
}

export class Synth {
	readonly #context: AudioContext;
	readonly #synth: WorkletSynthesizer;
	readonly #gains: readonly GainNode[];
	#turn = 0;

	/** @throws when the files cannot be had or read. */
	static async open(context: AudioContext, files: SynthFiles, output: AudioNode): Promise<Synth> {
		const [bank] = await Promise.all([
			fetch(files.soundfontUrl).then((response) => {
				if (!response.ok) throw new Error(`soundfont: ${response.status}`);
				return response.arrayBuffer();
			}),
			context.audioWorklet.addModule(files.processorUrl)
		]);
		const synth = new WorkletSynthesizer(context, { eventsEnabled: false });
		await synth.isReady;
		await synth.soundBankManager.addSoundBank(bank, BANK);
		return new Synth(context, synth, output);
	}

	private constructor(context: AudioContext, synth: WorkletSynthesizer, output: AudioNode) {
		this.#context = context;
		this.#synth = synth;
		this.#gains = CHANNELS.map((channel) => {
			const gain = context.createGain();
			synth.connectChannel(gain, channel);
			gain.connect(output);
			return gain;
		});
	}

	/** @param program General MIDI, 0–127. */
	instrument(program: number): Instrument {
		const turn = this.#turn++ % CHANNELS.length;
		const channel = CHANNELS[turn]!;
		const { gain } = this.#gains[turn]!;
		gain.cancelScheduledValues(0);
		gain.setValueAtTime(1, this.#context.currentTime);
		this.#synth.controllerChange(channel, ALL_SOUND_OFF, 0);
		this.#synth.programChange(channel, program);
		return {
			on: (pitch, level, time) => this.#synth.noteOn(channel, pitch, velocity(level), { time }),
			off: (pitch, time) => this.#synth.noteOff(channel, pitch, { time }),
			end: (time, horizon) => {
				gain.setTargetAtTime(0, time, 0.008);
				// Notes without an end go on in silence, and cost, until they are told.
				this.#synth.controllerChange(channel, ALL_SOUND_OFF, 0, { time: horizon + 0.1 });
			}
		};
	}

	dispose(): void {
		this.#synth.destroy();
		for (const gain of this.#gains) gain.disconnect();
	}
}

/** The model's levels lie mostly between 0.3 and 0.9; a struck note is never inaudible. */
const velocity = (level: number): number => Math.round(40 + 80 * Math.min(1, Math.max(0, level)));
