/**
 * From activations to played notes, by the fitted decoder (`hearing/fitted.ts`) or
 * the published note decoder of Basic Pitch (`output_to_notes_polyphonic`): that
 * one note for note, in typed arrays and without rescanning the matrix, so that
 * a knob can be turned and heard at once.
 */
import { KEYS, LOWEST_KEY, type Activations } from '#models/activations.ts';
import { FRAME_SAMPLES, SAMPLE_RATE } from '#models/basic-pitch/constants.ts';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import { bendsOf } from '#models/bends.ts';
import { hearFitted } from '#models/hearing/fitted.ts';
import { findOnsets, type KeyRange } from '#models/onsets.ts';
import { unexplained } from '#models/second-pass.ts';
import { follow, type Energy, type Span } from '#models/spans.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import type { HearSettings } from '#music/settings.ts';

/** The notes, sorted by start, then pitch. Floats and bytes are read alike. */
export function hear(activations: Activations, settings: HearSettings): PlayedNote[] {
	const keys = keyRange(settings);
	return settings.decoder === 'fitted'
		? hearFitted(activations, settings, keys)
		: hearPublished(activations, settings, keys);
}

function hearPublished(
	activations: Activations,
	settings: HearSettings,
	keys: KeyRange
): PlayedNote[] {
	const one = activations.note instanceof Uint8Array ? 255 : 1;
	const shortest = Math.round((settings.minNoteMs / 1000) * (SAMPLE_RATE / FRAME_SAMPLES));
	const energy: Energy = {
		frames: activations.frames,
		left: activations.note.slice(),
		least: settings.frame * one,
		patience: settings.energyTolerance
	};

	const onsets = findOnsets(activations, keys, {
		least: settings.onset * one,
		infer: settings.inferOnsets
	});
	const spans = follow(energy, onsets, shortest);
	if (settings.melodia) spans.push(...unexplained(energy, keys, shortest));

	return spans
		.sort((a, b) => a.start - b.start || a.key - b.key)
		.map((span) => ({
			pitch: pitch(LOWEST_KEY + span.key),
			start: frameTime(span.start),
			end: frameTime(span.end),
			level: levelOf(activations.note, span) / one,
			...(settings.bends && { bends: bendsOf(activations.contour, span) })
		}));
}

/** As published: the lowest frequency is the first that is heard, the highest the first that is not. */
function keyRange({ minHz, maxHz }: HearSettings): KeyRange {
	const keyOf = (hertz: number) =>
		Math.min(KEYS, Math.max(0, Math.round(12 * Math.log2(hertz / 440) + 69 - LOWEST_KEY)));
	return { low: minHz === null ? 0 : keyOf(minHz), high: maxHz === null ? KEYS : keyOf(maxHz) };
}

/** Mean note activation. */
function levelOf(note: Activations['note'], { key, start, end }: Span): number {
	let sum = 0;
	for (let frame = start; frame < end; frame++) sum += note[frame * KEYS + key]!;
	return sum / (end - start);
}
