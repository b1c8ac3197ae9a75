/** Performances written as one writes music in a line, and the score that came of them read back the same way. */
import { pitch, type PlayedNote } from '#music/note.ts';
import type { Chord, Event, Score } from '#music/score/score.ts';
import { seconds } from '#music/time.ts';

/** Seconds, seconds, MIDI key. */
export const note = (start: number, end: number, midi: number, level = 0.6): PlayedNote => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level
});

/** One note after another, `pitch:beats`, a beat lasting half a second: `64:1 65:.5 65:.5`. */
export function melody(line: string, beat = 0.5): PlayedNote[] {
	let at = 0;
	return line
		.trim()
		.split(/\s+/)
		.flatMap((word) => {
			const [midi, beats] = word.split(':').map(Number) as [number, number];
			const start = at;
			at += beats * beat;
			return Number.isNaN(midi) ? [] : [note(start, at - 0.02, midi)];
		});
}

/** `E4/4 G4/8 …`, rests as `r/4`, ties as `~`, bars parted by `|`; the main voice of the upper staff. */
export const read = (score: Score, voice = 0, staff = 0): string =>
	score.bars
		.map((bar) =>
			(bar.voices.find((v) => v.staff === staff && v.voice === voice)?.events ?? [])
				.map(word)
				.join(' ')
		)
		.join(' | ');

function word(event: Event): string {
	const { base, dots, tuplet } = event.value;
	const value = `/${base}${'.'.repeat(dots)}${tuplet ? `(${tuplet.actual})` : ''}`;
	if (event.kind === 'rest') return `r${event.wholeBar ? '' : value}`;
	const names = event.notes.map(
		({ spelling: { step, alter, octave } }) =>
			step + ['bb', 'b', '', '#', '##'][alter + 2]! + String(octave)
	);
	return names.join('+') + value + (event.notes[0]!.tieNext ? '~' : '');
}

/** Every chord of the score, bar by bar and voice by voice. */
export const chords = (score: Score): Chord[] =>
	score.bars
		.flatMap((bar) => bar.voices)
		.flatMap((voice) => voice.events)
		.filter((event) => event.kind === 'chord');
