import { describe, expect, test } from 'vitest';
import { toTranscript } from '#music/export/transcript.ts';
import { pitch } from '#music/note.ts';
import { seconds } from '#music/time.ts';
import { score } from '#tests/support/notation.ts';

const played = (start: number, end: number, midi: number) => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level: 0.5
});

describe('toTranscript', () => {
	test('tells each played note with its string and fret, a tied note once', () => {
		const music = score('3/4', 'Am', 'A3@3:2:h.~ | A3@3:2:q C4@2:1:h');
		const notes = [played(0.01, 2.02, 57), played(2.03004, 2.9, 60)];

		expect(toTranscript(notes, music).notes).toEqual([
			[0.01, 2.02, 57, 3, 2],
			[2.03, 2.9, 60, 2, 1]
		]);
	});

	test('leaves string and fret out where a note was not fingered', () => {
		const music = score('4/4', 'C', 'C4:w', { instrument: 'piano' });

		expect(toTranscript([played(0, 2, 60)], music).notes).toEqual([[0, 2, 60]]);
	});

	test('keeps a played note that the score left out', () => {
		expect(toTranscript([played(0, 0.1, 60)], score('4/4', 'C', 'R')).notes).toEqual([
			[0, 0.1, 60]
		]);
	});

	test('gives beats as they were played, and downbeats after the pickup', () => {
		const beats = [0.5, 1, 1.52, 2, 2.5, 3.01, 3.5, 4];
		const music = score('3/4', 'D', 'A3:q | D4:h. | D4:h.', { beats });

		const transcript = toTranscript([], music);

		expect(transcript.beats).toEqual(beats);
		expect(transcript.downbeats).toEqual([1, 2.5, 4]);
	});

	test('counts dotted quarters in 6/8', () => {
		const music = score('6/8', 'Eb', 'Eb4:h. | Eb4:h.', { tempo: 60 });

		expect(toTranscript([], music)).toMatchObject({
			downbeats: [0, 2, 4],
			tempo_bpm: 60,
			key: 'Eb major',
			time_signature: '6/8'
		});
	});

	test.each([
		['Am', 'A minor'],
		['F#m', 'F# minor'],
		['Bb', 'Bb major'],
		['Ebm', 'Eb minor'],
		['C#', 'C# major']
	])('names the key of %s', (name, key) => {
		expect(toTranscript([], score('4/4', name, 'R')).key).toBe(key);
	});
});
