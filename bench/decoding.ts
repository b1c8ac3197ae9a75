/** How long ten minutes of activations take to become notes. The goal: under one second. */
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import { framesIn } from '#models/basic-pitch/frame-time.ts';
import { SAMPLE_RATE } from '#models/basic-pitch/constants.ts';
import { hear } from '#models/hear.ts';
import { DEFAULT_HEARING, PUBLISHED_HEARING } from '#music/settings.ts';

const SECONDS = 600;
const GOAL_MS = 1000;

export function measureDecoding(): void {
	const activations = denseMusic(framesIn(SECONDS * SAMPLE_RATE));
	for (const [name, settings] of [
		['default', DEFAULT_HEARING],
		['published', PUBLISHED_HEARING]
	] as const) {
		// One thread, so its processor time is its time on a machine that does nothing else.
		const before = process.cpuUsage();
		const notes = hear(activations, settings);
		const { user, system } = process.cpuUsage(before);
		const ms = (user + system) / 1000;
		console.log(`${name}: ${notes.length} notes of ${SECONDS} s in ${ms.toFixed(0)} ms`);
		if (ms > GOAL_MS) process.exitCode = 1;
	}
}

/** Ten keys a second, each held for one, over noise: more than a pianist plays. */
function denseMusic(frames: number): Activations {
	let seed = 1;
	const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
	const note = Uint8Array.from({ length: frames * KEYS }, () => random() * 60);
	const onset = Uint8Array.from({ length: frames * KEYS }, () => random() * 40);
	const contour = Uint8Array.from({ length: frames * CONTOUR_BINS }, () => random() * 60);
	for (let frame = 0; frame < frames - 100; frame += 9) {
		const key = 10 + Math.floor(random() * 68);
		onset[frame * KEYS + key] = 150 + random() * 100;
		for (let f = frame; f < frame + 86; f++) {
			note[f * KEYS + key] = 120 + random() * 100;
			contour[f * CONTOUR_BINS + 3 * key] = 200;
		}
	}
	return { frames, note, onset, contour };
}
