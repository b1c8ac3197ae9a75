/**
 * From the instrument to the file: a room, a microphone, noise, a limiter, the
 * band of a cheap recorder. After Freeverb (Jezar, public domain) for the room.
 */
import type { Chance } from './chance.ts';
import { RATE } from './sampler.ts';

/** Changes `sound` and returns it, at a loudness of its own. */
export function record(chance: Chance, sound: Float32Array): Float32Array {
	colour(chance, sound);
	if (chance.maybe(0.8)) room(chance, sound);
	level(sound, chance.between(0.1, 0.9));
	if (chance.maybe(0.15))
		for (let i = 0; i < sound.length; i++) sound[i] = Math.tanh(2 * sound[i]!);
	if (chance.maybe(0.5)) lowPass(sound, chance.pick([4500, 6000, 7500, 7500, 7500, 9000]));
	noise(chance, sound);
	return sound;
}

/** A few broad boosts and cuts: bodies, microphones, distances. */
function colour(chance: Chance, sound: Float32Array): void {
	for (let i = chance.whole(0, 3); i > 0; i--) {
		peaking(
			sound,
			80 * 2 ** chance.between(0, 6.3),
			chance.between(-8, 6),
			chance.between(0.4, 1.5)
		);
	}
}

function level(sound: Float32Array, loudest: number): void {
	let peak = 1e-6;
	for (const value of sound) peak = Math.max(peak, Math.abs(value));
	for (let i = 0; i < sound.length; i++) sound[i]! *= loudest / peak;
}

const COMBS = [0.0253, 0.0269, 0.029, 0.0307, 0.0322, 0.0338, 0.0353, 0.0367];
const ALLPASSES = [0.0126, 0.01, 0.0077, 0.0051];

/** Early reflections and a tail of 0.2–2.5 s, a little or a lot of it. */
function room(chance: Chance, sound: Float32Array): void {
	const size = chance.between(0.4, 1.3);
	const tail = 0.2 * 12 ** chance.next();
	const damping = chance.between(0.2, 0.7);
	const wet = 10 ** (chance.between(-26, -4) / 20);
	const wetSound = new Float32Array(sound.length);
	for (const delay of COMBS) {
		const length = Math.round(delay * size * RATE * chance.between(0.97, 1.03));
		comb(sound, wetSound, length, 10 ** ((-3 * length) / RATE / tail), damping);
	}
	for (const delay of ALLPASSES) allpass(wetSound, Math.round(delay * size * RATE));
	const early = Array.from({ length: chance.whole(2, 7) }, () => ({
		delay: Math.round(chance.between(0.002, 0.04) * RATE),
		gain: chance.between(-0.35, 0.35)
	}));
	const dry = sound.slice();
	for (let i = 0; i < sound.length; i++) {
		let value = dry[i]! + 0.25 * wet * wetSound[i]!;
		for (const { delay, gain } of early) if (i >= delay) value += gain * dry[i - delay]!;
		sound[i] = value;
	}
}

function comb(
	from: Float32Array,
	to: Float32Array,
	length: number,
	feedback: number,
	damping: number
): void {
	const line = new Float32Array(length);
	let dull = 0;
	for (let i = 0, at = 0; i < from.length; i++, at = (at + 1) % length) {
		const heard = line[at]!;
		dull = heard * (1 - damping) + dull * damping;
		line[at] = from[i]! + dull * feedback;
		to[i]! += heard;
	}
}

function allpass(sound: Float32Array, length: number): void {
	const line = new Float32Array(length);
	for (let i = 0, at = 0; i < sound.length; i++, at = (at + 1) % length) {
		const heard = line[at]!;
		line[at] = sound[i]! + 0.5 * heard;
		sound[i] = heard - 0.5 * sound[i]!;
	}
}

/** Hiss, rumble and hum, 25–70 dB under the music. */
function noise(chance: Chance, sound: Float32Array): void {
	let power = 0;
	for (const value of sound) power += value * value;
	const gain = Math.sqrt(power / sound.length) * 10 ** (-chance.between(25, 70) / 20);
	const pink = chance.next();
	const hum = chance.maybe(0.2) ? chance.between(0, 1) : 0;
	const hertz = chance.pick([50, 60]);
	let low = 0;
	for (let i = 0; i < sound.length; i++) {
		const white = 2 * chance.next() - 1;
		low = 0.98 * low + 0.2 * white;
		const buzz = hum * Math.sin((2 * Math.PI * hertz * i) / RATE);
		sound[i]! += gain * (pink * low * 2 + (1 - pink) * 1.7 * white + buzz);
	}
}

/** Fourth order. */
function lowPass(sound: Float32Array, hertz: number): void {
	for (const q of [0.541, 1.307]) {
		const w = (2 * Math.PI * hertz) / RATE;
		const alpha = Math.sin(w) / (2 * q);
		const c = Math.cos(w);
		biquad(sound, [(1 - c) / 2, 1 - c, (1 - c) / 2], [1 + alpha, -2 * c, 1 - alpha]);
	}
}

function peaking(sound: Float32Array, hertz: number, decibels: number, q: number): void {
	const gain = 10 ** (decibels / 40);
	const w = (2 * Math.PI * hertz) / RATE;
	const alpha = Math.sin(w) / (2 * q);
	const c = -2 * Math.cos(w);
	biquad(sound, [1 + alpha * gain, c, 1 - alpha * gain], [1 + alpha / gain, c, 1 - alpha / gain]);
}

/** R. Bristow-Johnson, "Cookbook formulae for audio equalizer biquad filter coefficients". */
function biquad(
	sound: Float32Array,
	[b0, b1, b2]: readonly [number, number, number],
	[a0, a1, a2]: readonly [number, number, number]
): void {
	let [x1, x2, y1, y2] = [0, 0, 0, 0];
	for (let i = 0; i < sound.length; i++) {
		const x = sound[i]!;
		const y = (b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0;
		[x2, x1, y2, y1] = [x1, x, y1, y];
		sound[i] = y;
	}
}
