/** Names and sentences for values of the domain. The switches are exhaustive, so a new code needs new words. */
import type { EngineName } from '#models/engine/engine.ts';
import { quartersInBeat } from '#music/rhythm/count.ts';
import type { Score } from '#music/score/score.ts';
import type { Instrument, Key, Metre } from '#music/settings.ts';
import type { TuningId } from '#music/tab/tuning.ts';
import { m } from '#app/paraglide/messages.js';
import { getLocale } from '#app/paraglide/runtime.js';

export function instrumentName(instrument: Instrument): string {
	switch (instrument) {
		case 'guitar':
			return m.instrument_guitar();
		case 'bass':
			return m.instrument_bass();
		case 'ukulele':
			return m.instrument_ukulele();
		case 'banjo':
			return m.instrument_banjo();
		case 'piano':
			return m.instrument_piano();
		case 'melody':
			return m.instrument_melody();
	}
}

export function stavesName(instrument: Instrument): string {
	switch (instrument) {
		case 'guitar':
			return m.staves_guitar();
		case 'bass':
			return m.staves_bass();
		case 'ukulele':
			return m.staves_ukulele();
		case 'banjo':
			return m.staves_banjo();
		case 'piano':
			return m.staves_piano();
		case 'melody':
			return m.staves_melody();
	}
}

const MAJOR = ['C♭', 'G♭', 'D♭', 'A♭', 'E♭', 'B♭', 'F', 'C', 'G', 'D', 'A', 'E', 'B', 'F♯', 'C♯'];
const MINOR = ['A♭', 'E♭', 'B♭', 'F', 'C', 'G', 'D', 'A', 'E', 'B', 'F♯', 'C♯', 'G♯', 'D♯', 'A♯'];

export function keyName(key: Key): string {
	const tonic = (key.mode === 'major' ? MAJOR : MINOR)[key.fifths + 7] ?? '';
	return key.mode === 'major' ? m.key_major({ tonic }) : m.key_minor({ tonic });
}

export const metreName = (metre: Metre): string => `${metre.beats}/${metre.unit}`;

/** The note that the metre counts, as printed before a tempo. */
export const beatSign = (metre: Metre): string => BEAT_SIGNS[quartersInBeat(metre)] ?? '♩';

/** By quarters. */
const BEAT_SIGNS: Readonly<Record<number, string>> = { 0.5: '♪', 1.5: '♩.', 2: '𝅗𝅥' };

/** ♩. = 76, as the page prints it. @param quarters a minute */
export const tempoWords = (quarters: number, metre: Metre): string =>
	`${beatSign(metre)} = ${Math.round(quarters / quartersInBeat(metre))}`;

/** The key that is heard when the capo makes it another than the written one; null when it does not. */
export function soundingKey({ staves, tab, key }: Score): Key | null {
	const [staff] = staves;
	const raised = tab && staff ? OCTAVE - staff.transpose : 0;
	if (raised === 0) return null;
	// A semitone up is seven fifths; the key with the fewer accidentals is the one people name.
	const fifths = ((((key.fifths + 7 * raised + 6) % OCTAVE) + OCTAVE) % OCTAVE) - 6;
	return { fifths, mode: key.mode };
}

const OCTAVE = 12;

/** What a take is called: when it was made. No colon, since it names a file. */
export function recordingName(when: Date): string {
	const day = when.toLocaleDateString(getLocale(), { month: 'short', day: 'numeric' });
	const time = when.toLocaleTimeString(getLocale(), { hour: 'numeric', minute: '2-digit' });
	return m.recording_name({ when: `${day} ${time}` }).replaceAll(':', '.');
}

/** 14:05; with its day when that is not today. */
export function momentName(moment: number, now = new Date()): string {
	const when = new Date(moment);
	const time = { hour: 'numeric', minute: '2-digit' } as const;
	const today = when.toDateString() === now.toDateString();
	const day = today ? {} : ({ month: 'short', day: 'numeric' } as const);
	return when.toLocaleString(getLocale(), { ...day, ...time });
}

/** 94.2 s → 1:34 */
export function clockTime(seconds: number): string {
	const whole = Math.round(seconds);
	const [h, min, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	const tail = `${String(s).padStart(2, '0')}`;
	return h > 0 ? `${h}:${String(min).padStart(2, '0')}:${tail}` : `${min}:${tail}`;
}

const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;

/** 1 300 000 → 1.3 MB, in the page's language; nothing is counted in single bytes. */
export function byteSize(bytes: number): string {
	const power = Math.floor(Math.log10(Math.max(1, bytes)) / 3);
	const unit = Math.min(UNITS.length - 1, Math.max(0, power - 1));
	const value = bytes / 1000 ** (unit + 1);
	return new Intl.NumberFormat(getLocale(), {
		style: 'unit',
		unit: UNITS[unit] ?? 'kilobyte',
		unitDisplay: 'short',
		maximumSignificantDigits: value < 0.1 ? 1 : value < 10 ? 2 : 3
	}).format(value);
}

export const noteCount = (count: number): string =>
	count === 1 ? m.notes_one() : m.notes_count({ count });

const TUNING_NAMES: Record<TuningId, () => string> = {
	standard: m.tuning_standard,
	'half-step-down': m.tuning_half_down,
	'drop-d': m.tuning_drop_d,
	'open-g': m.tuning_open_g,
	'open-d': m.tuning_open_d,
	dadgad: m.tuning_dadgad,
	ukulele: m.tuning_ukulele,
	'bass-4': m.tuning_bass_4,
	'bass-5': m.tuning_bass_5,
	'whole-step-down': m.tuning_whole_down,
	'drop-c': m.tuning_drop_c,
	'open-e': m.tuning_open_e,
	'guitar-7': m.tuning_guitar_7,
	'guitar-8': m.tuning_guitar_8,
	'bass-drop-d': m.tuning_bass_drop_d,
	'bass-6': m.tuning_bass_6,
	'ukulele-low-g': m.tuning_ukulele_low_g,
	'ukulele-baritone': m.tuning_ukulele_baritone,
	banjo: m.tuning_banjo,
	'banjo-double-c': m.tuning_banjo_double_c,
	'banjo-tenor': m.tuning_banjo_tenor
};

export const tuningName = (id: TuningId): string => TUNING_NAMES[id]();

const NAMES = ['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B'];

/** Open strings by name, from the lowest: E A D G B E. */
export const stringNames = (tuning: readonly number[]): string =>
	tuning
		.map((open) => NAMES[open % 12])
		.toReversed()
		.join(' ');

/** Open strings as a person writes them, from the lowest: E2,A2,D3,G3,B3,E4. */
export const stringsWritten = (tuning: readonly number[]): string =>
	tuning
		.map(
			(open) =>
				`${(NAMES[open % 12] ?? '').replace('♯', '#').replace('♭', 'b')}${Math.floor(open / 12) - 1}`
		)
		.toReversed()
		.join(',');

export function engineName(name: EngineName): string {
	switch (name) {
		case 'onnx-webgpu':
			return m.engine_webgpu();
		case 'onnx-wasm':
		case 'onnx-node':
			return m.engine_wasm();
		case 'tfjs-webgpu':
			return m.engine_tfjs_webgpu();
		case 'tfjs-webgl':
			return m.engine_webgl();
	}
}
