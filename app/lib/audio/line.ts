/**
 * The recording along the line of a run: pieces of sound in the order in which
 * they are heard, with the seams of a loop rounded so that they do not tick.
 */
import type { Piece as TapePiece, Tape } from '#app/audio/recording.ts';
import { pieces, type Course } from '#app/audio/schedule.ts';

export interface Sound {
	/** Where it lies on the unrolled line of the course, seconds. */
	readonly unrolled: number;
	readonly seconds: number;
	readonly channels: readonly Float32Array<ArrayBuffer>[];
}

/** How far the line is cut into pieces at a time when nothing ends it: a day. */
const ENDLESS = 86_400;
/** The fade on both sides of a seam. */
const SEAM_SECONDS = 0.003;

/** @param before seconds of sound wanted from before the start (a slowed recording needs them to set in cleanly). */
export async function* soundsAlong(
	tape: Tape,
	course: Course,
	before: number,
	signal: AbortSignal
): AsyncGenerator<Sound, void> {
	const { rate } = tape;
	const lead = Math.min(before, course.from);
	let first = true;
	for (const piece of pieces(course, course.from, course.from + ENDLESS)) {
		const from = Math.round((first ? piece.start - lead : piece.start) * rate);
		const to = Math.round(piece.end * rate);
		const unrolled = first ? piece.unrolled - lead : piece.unrolled;
		for await (const sound of tape.read(from, to, signal)) {
			if (signal.aborted) return;
			if (!first) fadeIn(sound, from, rate);
			if (course.loop) fadeOut(sound, to, rate);
			yield {
				unrolled: unrolled + (sound.frame - from) / rate,
				seconds: sound.channels[0]!.length / rate,
				channels: sound.channels
			};
		}
		first = false;
	}
}

function fadeIn({ frame, channels }: TapePiece, from: number, rate: number): void {
	const frames = Math.round(SEAM_SECONDS * rate);
	for (const channel of channels) {
		for (let i = 0; i < channel.length && frame + i < from + frames; i++) {
			channel[i]! *= (frame + i - from) / frames;
		}
	}
}

function fadeOut({ frame, channels }: TapePiece, to: number, rate: number): void {
	const frames = Math.round(SEAM_SECONDS * rate);
	for (const channel of channels) {
		for (let i = Math.max(0, to - frames - frame); i < channel.length; i++) {
			channel[i]! *= (to - frame - i) / frames;
		}
	}
}
