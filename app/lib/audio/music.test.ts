import { describe, expect, test } from 'vitest';
import { musicOf } from '#app/audio/music.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import type { Event } from '#music/score/score.ts';
import { seconds } from '#music/time.ts';
import { DEFAULT_WRITING } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';

/** Four bars of 4/4 at two beats a second, one note to a beat. */
const played: PlayedNote[] = Array.from({ length: 15 }, (_, i) => ({
	pitch: pitch(60 + (i % 5)),
	start: seconds(0.5 + i / 2),
	end: seconds(0.5 + i / 2 + 0.45),
	level: 0.6
}));

/** Makes the chord of a played note a part of the fourth note, as a tie does. */
const tie =
	(index: number) =>
	(event: Event): Event =>
		event.kind === 'rest' || event.notes[0]!.played !== index
			? event
			: { ...event, notes: event.notes.map((note) => ({ ...note, played: 3 })) };

describe('the music that is played', () => {
	const score = writeScore(played, {
		...DEFAULT_WRITING,
		metre: { beats: 4, unit: 4 },
		tempo: 120
	});
	const music = musicOf(score, played, { sound: null, seconds: 9 });

	test('lies where it was played, within a sixteenth', () => {
		expect(music.notes).toHaveLength(played.length);
		for (const [i, note] of music.notes.entries()) {
			expect(note.pitch).toBe(played[i]!.pitch);
			expect(Math.abs(note.start - played[i]!.start)).toBeLessThan(0.0625);
		}
	});

	test('sounds a note that is tied over a bar line once, for its whole length', () => {
		const [first, second] = score.bars.map((bar) => bar.voices[0]!.events);
		const tied = {
			...score,
			bars: score.bars.slice(0, 2).map((bar, i) => ({
				...bar,
				voices: [{ ...bar.voices[0]!, events: i === 0 ? first!.map(tie(3)) : second!.map(tie(4)) }]
			}))
		};
		const heard = musicOf(tied, played, { sound: null, seconds: 9 }).notes;
		expect(heard).toHaveLength(7);
		expect(heard[3]!.end - heard[3]!.start).toBeCloseTo(1, 1);
	});

	test('clicks every beat, with one downbeat in four', () => {
		const downbeats = music.beats.flatMap((beat, i) => (beat.downbeat ? [i] : []));
		expect(downbeats.length).toBeGreaterThan(2);
		for (const [i, at] of downbeats.slice(1).entries()) expect(at - downbeats[i]!).toBe(4);
		for (const [i, beat] of music.beats.slice(1).entries()) {
			expect(beat.time - music.beats[i]!.time).toBeCloseTo(0.5, 1);
		}
	});

	test('ends with the recording', () => {
		expect(music.seconds).toBe(9);
	});
});
