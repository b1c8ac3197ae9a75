/**
 * Puts decoded blocks where they belong: cuts what lies before the beginning
 * and after the end, and fills gaps with silence, so that sample n of the
 * recording sounds n / rate seconds after its start.
 */
import type { Gapless } from '#models/audio/gapless.ts';
import type { Block } from '#models/audio/sound.ts';

/** Containers round timestamps; a smaller gap is none. */
const GAP_SECONDS = 0.03;
/** A stream that begins later than this has the clock of its station, not of the recording. */
const LATE_SECONDS = 10;

export class Timeline {
	/** Reading stopped at damage. */
	broken = false;
	readonly #gapless: Gapless | null;
	/** Seconds given so far. */
	#given = 0;
	/** Samples seen, of a file with gapless information. */
	#seen = 0;
	#origin: number | undefined;

	/** With `gapless`, samples are counted and the timestamps ignored: they know nothing of the encoder's delay. */
	constructor(gapless: Gapless | null) {
		this.#gapless = gapless;
	}

	/** Length of what was given. */
	get seconds(): number {
		return this.#given;
	}

	*place(block: Block, timestamp: number): Generator<Block> {
		const length = block.channels[0]?.length ?? 0;
		if (this.#gapless) {
			const { skip, keep } = this.#gapless;
			const from = skip - this.#seen;
			this.#seen += length;
			yield* this.#give(block, from, from + keep);
			return;
		}
		this.#origin ??= timestamp > LATE_SECONDS ? timestamp : 0;
		const start = timestamp - this.#origin;
		const missing = start - this.#given;
		if (missing > GAP_SECONDS) yield* this.#silence(block, missing);
		yield* this.#give(block, Math.round(-start * block.hertz), length);
	}

	/** The samples of the block from `from` to `to`, where it has them. */
	*#give({ hertz, channels }: Block, from: number, to: number): Generator<Block> {
		const length = channels[0]?.length ?? 0;
		const [first, last] = [Math.max(0, from), Math.min(length, to)];
		if (last <= first) return;
		this.#given += (last - first) / hertz;
		yield { hertz, channels: channels.map((channel) => channel.subarray(first, last)) };
	}

	*#silence(like: Block, seconds: number): Generator<Block> {
		let left = Math.round(seconds * like.hertz);
		while (left > 0) {
			const length = Math.min(left, like.hertz);
			left -= length;
			this.#given += length / like.hertz;
			yield { hertz: like.hertz, channels: like.channels.map(() => new Float32Array(length)) };
		}
	}
}
