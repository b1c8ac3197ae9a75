/**
 * Arirang, a Korean folk song in the public domain, arranged for one guitar by
 * this project: a melody over a walking bass, D major, 3/4. It is both the
 * demo's score and the truth that the demo's reading can be measured against.
 */

/** A quarter note is one beat. */
export const BEATS_A_MINUTE = 84;
export const BEATS_IN_BAR = 3;

/** Two voices a bar. `A3:1.5` is a pitch and its beats; notes joined by `+` sound together. */
interface Bar {
	readonly melody: string;
	readonly bass: string;
}

const VERSE_A: readonly Bar[] = [
	{ melody: 'A3:1.5 B3:.5 A3:.5 B3:.5', bass: 'A2:1 D3:2' },
	{ melody: 'D4:1.5 E4:.5 D4:.5 E4:.5', bass: 'D3:1 F#3+A3:2' }
];

const CLOSE: readonly Bar[] = [
	{ melody: 'A3:1.5 B3:.5 A3:.5 B3:.5', bass: 'A2:1 D3:2' },
	{ melody: 'D4:1.5 E4:.5 F#4:.25 E4:.25 D4:.25 B3:.25', bass: 'G2:1 D3:1 G3:1' },
	{ melody: 'A3:1.5 B3:.5 A3:.5 B3:.5', bass: 'F#2:1 D3:2' },
	{ melody: 'D4:1.5 E4:.5 D4:1', bass: 'G2:1 A2:2' }
];

export const ARIRANG: readonly Bar[] = [
	...VERSE_A,
	{ melody: 'F#4:1 E4:.5 D4:.5 B3:.5 A3:.5', bass: 'D3:2 A2:1' },
	...CLOSE,
	{ melody: 'D4:3', bass: 'D3:1 A3:2' },
	{ melody: 'A4:2 A4:1', bass: 'D3:1 F#3+D4:2' },
	{ melody: 'A4:1 F#4:1 E4:1', bass: 'B2:2 A2:1' },
	{ melody: 'F#4:1 E4:.5 D4:.5 B3:.5 A3:.5', bass: 'D3:2 A2:1' },
	...CLOSE,
	{ melody: 'D4:3', bass: 'D3+A3:3' }
];

/** A note of the score, in beats from the first bar. */
export interface ScoreNote {
	readonly pitch: number;
	readonly beat: number;
	readonly length: number;
	readonly voice: 'melody' | 'bass';
}

export const notes = (): ScoreNote[] =>
	ARIRANG.flatMap((bar, i) => [
		...voice(bar.melody, i * BEATS_IN_BAR, 'melody'),
		...voice(bar.bass, i * BEATS_IN_BAR, 'bass')
	]).sort((a, b) => a.beat - b.beat || a.pitch - b.pitch);

function voice(line: string, from: number, name: ScoreNote['voice']): ScoreNote[] {
	let beat = from;
	const read = line.split(' ').flatMap((word) => {
		const [names = '', beats] = word.split(':');
		const length = Number(beats);
		const chord = names
			.split('+')
			.map((pitch) => ({ pitch: midi(pitch), beat, length, voice: name }));
		beat += length;
		return chord;
	});
	if (Math.abs(beat - from - BEATS_IN_BAR) > 1e-9)
		throw new Error(`"${line}" does not fill its bar`);
	return read;
}

const STEPS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** `F#4` is 66. */
function midi(name: string): number {
	const [, step = '', sharp, octave] = /^([A-G])(#?)(\d)$/.exec(name) ?? [];
	return 12 * (Number(octave) + 1) + STEPS[step]! + (sharp ? 1 : 0);
}
