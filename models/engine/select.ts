/**
 * Which engine a device gets: found by trying. Each candidate hears one second
 * and a half of a known tone; the fastest of those that hear it right is taken,
 * and remembered by whoever asked, so that the next time nothing is tried.
 */
import { KEYS, LOWEST_KEY } from '#models/activations.ts';
import { SAMPLE_RATE, WINDOW_FRAMES, WINDOW_SAMPLES } from '#models/basic-pitch/constants.ts';
import type { Engine, EngineName, WindowOutput } from './engine.ts';

export interface Candidate {
	readonly name: EngineName;
	/** Tried only when nothing before it works. */
	readonly lastResort: boolean;
	/** Why it need not be tried here, or null. Cheap: nothing is downloaded to find out. */
	refusal(): Promise<string | null>;
	create(): Promise<Engine>;
}

/** What came of a candidate: how long one window took, or why it was not taken. */
export interface Trial {
	readonly engine: EngineName;
	readonly ms: number | null;
	readonly reason: string | null;
}

export interface Choice {
	/** Null when nothing works. */
	readonly engine: Engine | null;
	readonly tried: readonly Trial[];
}

/**
 * @param remembered The winner of an earlier time: taken as it is when it still starts.
 * @param now A clock in milliseconds.
 */
export async function chooseEngine(
	candidates: readonly Candidate[],
	remembered: EngineName | null,
	now: () => number
): Promise<Choice> {
	const tried: Trial[] = [];
	const known = candidates.find(({ name }) => name === remembered);
	if (known) {
		const engine = await started(known, tried);
		if (engine) return { engine, tried: [{ engine: known.name, ms: null, reason: null }] };
	}
	let best: { readonly engine: Engine; readonly ms: number } | null = null;
	for (const candidate of candidates) {
		if (candidate === known || (candidate.lastResort && best)) continue;
		const refusal = await candidate.refusal();
		if (refusal !== null) {
			tried.push({ engine: candidate.name, ms: null, reason: refusal });
			continue;
		}
		const engine = await started(candidate, tried);
		if (!engine) continue;
		const ms = await timed(engine, tried, now);
		if (ms === null || (best && best.ms <= ms)) {
			await engine.dispose();
			continue;
		}
		await best?.engine.dispose();
		best = { engine, ms };
	}
	return { engine: best?.engine ?? null, tried };
}

async function started(candidate: Candidate, tried: Trial[]): Promise<Engine | null> {
	try {
		return await candidate.create();
	} catch (cause) {
		tried.push({ engine: candidate.name, ms: null, reason: wordsOf(cause) });
		return null;
	}
}

/** Milliseconds for a window, the second of two: the first one compiles. Null when it hears wrong. */
async function timed(engine: Engine, tried: Trial[], now: () => number): Promise<number | null> {
	const { name } = engine;
	try {
		const tone = concertA();
		const first = await engine.run(tone, 1);
		if (!hearsConcertA(first)) {
			tried.push({ engine: name, ms: null, reason: 'it hears a known tone wrong' });
			return null;
		}
		const from = now();
		await engine.run(tone, 1);
		const ms = now() - from;
		tried.push({ engine: name, ms, reason: null });
		return ms;
	} catch (cause) {
		tried.push({ engine: name, ms: null, reason: wordsOf(cause) });
		return null;
	}
}

/** One window of A at 440 Hz. */
export function concertA(): Float32Array {
	return Float32Array.from(
		{ length: WINDOW_SAMPLES },
		(_, i) => 0.3 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE)
	);
}

/** Whether A4, and no other key, sounds in the middle of the window. */
function hearsConcertA({ note }: WindowOutput): boolean {
	const row = (WINDOW_FRAMES / 2) * KEYS;
	return note
		.subarray(row, row + KEYS)
		.every((level, key) => level > 0.5 === (key === 69 - LOWEST_KEY));
}

export const wordsOf = (cause: unknown): string =>
	cause instanceof Error ? cause.message : String(cause);
