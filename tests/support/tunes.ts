/** Tunes that everybody knows, as performances: `pitch:beats`, from their first bar lines on. */
import { byStartAndPitch, pitch, type PlayedNote } from '#music/note.ts';
import { seconds } from '#music/time.ts';
import { melody } from '#tests/support/performance.ts';

export const TUNES = {
	'Ode to Joy':
		'64:1 64:1 65:1 67:1 67:1 65:1 64:1 62:1 60:1 60:1 62:1 64:1 64:1.5 62:.5 62:2 ' +
		'64:1 64:1 65:1 67:1 67:1 65:1 64:1 62:1 60:1 60:1 62:1 64:1 62:1.5 60:.5 60:2',
	'Frère Jacques':
		'60:1 62:1 64:1 60:1 60:1 62:1 64:1 60:1 64:1 65:1 67:2 64:1 65:1 67:2 ' +
		'67:.5 69:.5 67:.5 65:.5 64:1 60:1 67:.5 69:.5 67:.5 65:.5 64:1 60:1 60:1 55:1 60:2 60:1 55:1 60:2',
	'Twinkle, Twinkle':
		'60:1 60:1 67:1 67:1 69:1 69:1 67:2 65:1 65:1 64:1 64:1 62:1 62:1 60:2 ' +
		'67:1 67:1 65:1 65:1 64:1 64:1 62:2 67:1 67:1 65:1 65:1 64:1 64:1 62:2',
	Arirang:
		'62:1.5 64:.5 62:.5 64:.5 67:1.5 69:.5 67:.5 69:.5 71:1 69:.5 71:.5 67:.5 64:.5 62:1.5 64:.5 ' +
		'62:.5 64:.5 67:1.5 69:.5 67:.5 64:.5 62:.5 60:.5 62:1.5 64:.5 62:.5 64:.5 67:1.5 69:.5 67:1 67:2',
	Greensleeves:
		'69:1 72:2 74:1 76:1.5 77:.5 76:1 74:2 71:1 67:1.5 69:.5 71:1 72:2 69:1 69:1.5 68:.5 69:1 71:2 68:1 64:2 ' +
		'69:1 72:2 74:1 76:1.5 77:.5 76:1 74:2 71:1 67:1.5 69:.5 71:1 72:1.5 71:.5 69:1 68:1.5 66:.5 68:1 69:3',
	'Silent Night':
		'67:1.5 69:.5 67:1 64:3 67:1.5 69:.5 67:1 64:3 74:2 74:1 71:3 72:2 72:1 67:3 ' +
		'69:2 69:1 72:1.5 71:.5 69:1 67:1.5 69:.5 67:1 64:3',
	'The Entertainer':
		'62:.5 63:.5 64:.5 72:1 64:.5 72:1 64:.5 72:3 72:.5 74:.5 75:.5 76:.5 72:.5 74:.5 76:1 71:.5 74:1 72:3 ' +
		'62:.5 63:.5 64:.5 72:1 64:.5 72:1 64:.5 72:3 69:.5 67:.5 66:.5 69:.5 72:.5 76:1 74:.5 72:.5 69:.5 74:3',
	'Für Elise':
		'76:.5 75:.5 76:.5 75:.5 76:.5 71:.5 74:.5 72:.5 69:1.5 60:.5 64:.5 69:.5 71:1.5 64:.5 68:.5 71:.5 72:1.5 64:.5 ' +
		'76:.5 75:.5 76:.5 75:.5 76:.5 71:.5 74:.5 72:.5 69:1.5 60:.5 64:.5 69:.5 71:1.5 64:.5 72:.5 71:.5 69:2'
} as const;

export type Tune = keyof typeof TUNES;

export const NAMES = Object.keys(TUNES) as Tune[];

/** Half a second a beat, unless it is said otherwise. */
export const tune = (name: Tune, beat = 0.5): readonly PlayedNote[] => melody(TUNES[name], beat);

export const transposed = (notes: readonly PlayedNote[], semitones: number): PlayedNote[] =>
	notes.map((note) => ({ ...note, pitch: pitch(note.pitch + semitones) }));

/** A bass under every other note, as an arrangement for one guitar has. */
export const withBass = (notes: readonly PlayedNote[]): PlayedNote[] =>
	notes
		.flatMap((note, i) => {
			if (i % 2 === 1) return [note];
			const low = pitch(note.pitch - 19 - (note.pitch % 2));
			return [{ ...note, pitch: low, end: seconds(note.end + 0.2), level: 0.5 }, note];
		})
		.sort(byStartAndPitch);
