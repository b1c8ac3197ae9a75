/**
 * A sampler: recorded notes, played at other pitches and lengths, bowed or
 * struck, in mono at the rate that the network hears.
 */
import type { Chance } from './chance.ts';
import type { Performance, Played } from './perform.ts';

export const RATE = 22_050;

/** One recorded note. */
export interface Sample {
	readonly pitch: number;
	/** How hard it was played, 0–1. */
	readonly velocity: number;
	readonly sound: Float32Array;
}

/** How an instrument answers the hand. */
export interface Touch {
	/** Seconds in which the sound falls to 1/e once the key is let go. */
	readonly release: readonly [low: number, high: number];
	/** Seconds of a bow's or a breath's beginning; 0 for what is struck. */
	readonly attack: readonly [low: number, high: number];
	/** Depth of the vibrato in semitones, at most; 0 for none. */
	readonly vibrato: number;
	/** How often a note is reached by a glide, 0–1. */
	readonly glide: number;
	/** Keys from here on have no damper. */
	readonly undamped: number;
}

export function render(
	chance: Chance,
	samples: readonly Sample[],
	touch: Touch,
	{ notes, pedal, seconds }: Performance
): Float32Array {
	const out = new Float32Array(Math.ceil((seconds + 1) * RATE));
	const tuning = chance.between(-0.3, 0.3) * (chance.maybe(0.7) ? 0.4 : 1);
	const offs = chance.between(0, 0.06);
	const keyTuning = new Map<number, number>();
	const dynamics = chance.between(1.2, 2.4);
	const vibrato = touch.vibrato * chance.next();
	const release = chance.between(...touch.release);

	notes.forEach((note, i) => {
		if (!keyTuning.has(note.pitch)) keyTuning.set(note.pitch, offs * chance.bell());
		const sample = nearest(chance, samples, note);
		const glide = i > 0 && chance.maybe(touch.glide) ? (notes[i - 1]!.pitch - note.pitch) * 0.8 : 0;
		strike(out, {
			sample,
			note,
			end: soundingEnd(note, pedal),
			semitones: note.pitch + tuning + keyTuning.get(note.pitch)! - sample.pitch,
			gain: (note.velocity / sample.velocity) ** dynamics * sample.velocity ** (dynamics / 2),
			release: note.pitch >= touch.undamped ? 3 : release * (1.6 - note.pitch / 100),
			attack: chance.between(...touch.attack),
			vibrato: vibrato * chance.between(0.5, 1),
			vibratoHertz: chance.between(4.5, 6.5),
			glide: Math.abs(glide) > 5 ? 0 : glide,
			swell: touch.attack[1] > 0 ? chance.between(-0.4, 0.5) : 0
		});
	});
	return out;
}

/** Held keys stop when let go, unless the pedal holds them: then with the pedal. */
function soundingEnd({ end }: Played, pedal: Performance['pedal']): number {
	const holding = pedal.find(([down, up]) => down <= end && end < up);
	return holding ? holding[1] : end;
}

function nearest(chance: Chance, samples: readonly Sample[], note: Played): Sample {
	const wanted = note.velocity + 0.04 * chance.bell();
	let best = samples[0]!;
	let least = Infinity;
	for (const sample of samples) {
		const far = Math.abs(sample.pitch - note.pitch) + 6 * Math.abs(sample.velocity - wanted);
		if (far < least) [best, least] = [sample, far];
	}
	return best;
}

interface Stroke {
	readonly sample: Sample;
	readonly note: Played;
	readonly end: number;
	readonly semitones: number;
	readonly gain: number;
	readonly release: number;
	readonly attack: number;
	readonly vibrato: number;
	readonly vibratoHertz: number;
	readonly glide: number;
	readonly swell: number;
}

function strike(out: Float32Array, stroke: Stroke): void {
	const { sound } = stroke.sample;
	const { start } = stroke.note;
	const first = Math.round(start * RATE);
	const held = stroke.end - start;
	const speed = 2 ** (stroke.semitones / 12);
	const decay = Math.exp(-1 / (stroke.release * RATE));
	const bends = stroke.vibrato > 0 || stroke.glide !== 0;
	let place = 0;
	let rate = speed;
	let fading = 1;
	for (let i = 0; first + i < out.length; i++) {
		const at = Math.floor(place);
		if (at + 1 >= sound.length) break;
		const time = i / RATE;
		let gain = stroke.gain;
		if (time < stroke.attack) gain *= time / stroke.attack;
		if (stroke.swell !== 0) gain *= 1 + stroke.swell * Math.sin((Math.PI * time) / held);
		if (time > held) {
			fading *= decay;
			if (fading < 0.001) break;
			gain *= fading;
		}
		const part = place - at;
		out[first + i]! += gain * (sound[at]! * (1 - part) + sound[at + 1]! * part);
		if (bends && i % 32 === 0) {
			const depth = stroke.vibrato * Math.min(1, Math.max(0, time - 0.15) / 0.3);
			const wave = depth * Math.sin(2 * Math.PI * stroke.vibratoHertz * time);
			const slide = stroke.glide * Math.max(0, 1 - time / 0.08);
			rate = 2 ** ((stroke.semitones + wave + slide) / 12);
		}
		place += rate;
	}
}
