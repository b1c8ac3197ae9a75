import { parseMidi, type MidiEvent } from 'midi-file';
import { describe, expect, test } from 'vitest';
import { toMidi } from '#music/export/midi.ts';
import type { Score } from '#music/score/score.ts';
import { parseTuning } from '#music/tab/tuning.ts';
import { score } from '#tests/support/notation.ts';

const ABOUT = { title: '달빛 산책 🎸', artist: 'Ana' };

const read = (score: Score, about = ABOUT) => parseMidi(toMidi(score, about));
const events = (score: Score, about = ABOUT): readonly MidiEvent[] => read(score, about).tracks[0]!;
const only = <T extends MidiEvent['type']>(list: readonly MidiEvent[], type: T) =>
	list.filter((event): event is Extract<MidiEvent, { type: T }> => event.type === type);

/** `pitch start–end`, in ticks; played as a synthesiser would. */
function notesOf(list: readonly MidiEvent[]): readonly string[] {
	const down = new Map<number, number>();
	const notes: string[] = [];
	let at = 0;
	for (const event of list) {
		at += event.deltaTime;
		if (event.type === 'noteOn') {
			expect(down.has(event.noteNumber)).toBe(false);
			down.set(event.noteNumber, at);
		}
		if (event.type === 'noteOff') {
			notes.push(`${event.noteNumber} ${down.get(event.noteNumber)}–${at}`);
			down.delete(event.noteNumber);
		}
	}
	expect(down.size).toBe(0);
	return notes;
}

/** When each tick sounds, seconds after the first beat. */
function secondsAt(list: readonly MidiEvent[], tick: number): number {
	let at = 0;
	let time = 0;
	let each = 500_000;
	for (const event of list) {
		const until = Math.min(at + event.deltaTime, tick);
		time += ((until - at) / 960) * (each / 1e6);
		at = until;
		if (at >= tick && event.deltaTime > 0) break;
		if (event.type === 'setTempo') each = event.microsecondsPerBeat;
	}
	return time + (Math.max(0, tick - at) / 960) * (each / 1e6);
}

describe('toMidi', () => {
	test('writes one track, at the resolution of the score', () => {
		const { header, tracks } = read(score('4/4', 'C', 'C4:q D4:q E4:q F4:q'));

		expect(header).toMatchObject({ format: 0, numTracks: 1, ticksPerBeat: 960 });
		expect(tracks).toHaveLength(1);
	});

	test('keeps a Korean title and an emoji', () => {
		const list = events(score('4/4', 'C', 'C4:w'));

		const bytes = Uint8Array.from(only(list, 'trackName')[0]!.text, (c) => c.charCodeAt(0));
		expect(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toBe('달빛 산책 🎸');
	});

	test('writes a title with half an emoji rather than failing', () => {
		expect(() => toMidi(score('4/4', 'C', 'R'), { title: '\ud83c', artist: '' })).not.toThrow();
	});

	test('plays tied symbols as one note', () => {
		const list = events(score('3/4', 'D', 'D4:h.~ | D4:q. r:e r:q'));

		expect(notesOf(list)).toEqual(['62 0–4320']);
	});

	test('lets a repeated note be struck again, and a unison of two voices once', () => {
		const list = events(score('2/4', 'C', 'C4:q C4:q / C4:h'));

		expect(notesOf(list)).toEqual(['60 0–960', '60 960–1920']);
	});

	test('names key, time and instrument', () => {
		const list = events(score('6/8', 'Bbm', 'Bb3:h.', { tempo: 60 }));

		expect(only(list, 'keySignature')[0]).toMatchObject({ key: -5, scale: 1 });
		expect(only(list, 'timeSignature')[0]).toMatchObject({
			numerator: 6,
			denominator: 8,
			metronome: 36
		});
		expect(only(list, 'programChange')[0]!.programNumber).toBe(25);
	});

	test('says where the key changes', () => {
		const piece = score('4/4', 'C', 'C4:w | Eb4:w | Eb4:w | C4:w');
		const flat = { fifths: -3, mode: 'major' } as const;
		const bars = piece.bars.map((bar, b) => (b === 1 || b === 2 ? { ...bar, key: flat } : bar));
		let at = 0;
		const keys = events({ ...piece, bars }).flatMap((event) => {
			at += event.deltaTime;
			return event.type === 'keySignature' ? [[at, event.key]] : [];
		});

		expect(keys).toEqual([
			[0, 0],
			[3840, -3],
			[11520, 0]
		]);
	});

	test('gives a pickup a bar of its own, so that the bar lines after it are right', () => {
		let at = 0;
		const bars = events(score('3/4', 'C', 'G4:q. | C5:h. | C5:h.')).flatMap((event) => {
			at += event.deltaTime;
			return event.type === 'timeSignature'
				? [`${at}: ${event.numerator}/${event.denominator}`]
				: [];
		});

		expect(bars).toEqual(['0: 3/8', '1440: 3/4']);
	});

	test('sounds when the player played: each beat within a microsecond, to the end', () => {
		const beats = Array.from({ length: 400 }, (_, i) => 2.5 + 0.51 * i + 0.07 * Math.sin(i));
		const bar = 'C4:q D4:q E4:q F4:q';
		const music = Array.from({ length: 99 }, () => bar).join(' | ');

		const list = events(score('4/4', 'C', music, { beats }));

		for (const [i, beat] of beats.slice(0, 396).entries()) {
			expect(Math.abs(secondsAt(list, i * 960) - (beat - 2.5))).toBeLessThan(1e-6);
		}
	});

	test('writes one tempo for a steady player', () => {
		const list = events(score('4/4', 'C', 'C4:w | C4:w', { tempo: 96 }));

		expect(only(list, 'setTempo').map((event) => event.microsecondsPerBeat)).toEqual([625_000]);
	});

	test('louder notes have a higher velocity, always one that sounds', () => {
		const music = score('4/4', 'C', 'C4:h D4:h');
		const [chord, louder] = music.bars[0]!.voices[0]!.events;
		const at = (event: typeof chord, level: number) =>
			event?.kind === 'chord'
				? { ...event, notes: event.notes.map((note) => ({ ...note, level })) }
				: event!;
		const voice = { ...music.bars[0]!.voices[0]!, events: [at(chord, 0), at(louder, 1)] };
		const list = events({ ...music, bars: [{ ...music.bars[0]!, voices: [voice] }] });

		const [soft, loud] = only(list, 'noteOn').map(({ velocity }) => velocity);
		expect(soft).toBeGreaterThan(0);
		expect(loud).toBeGreaterThan(soft!);
		expect(loud).toBeLessThan(128);
	});

	test('a bass sounds as a bass', () => {
		const tuning = parseTuning('E1,A1,D2,G2');
		if (!tuning.ok) throw new Error(tuning.error.code);
		const list = events(score('4/4', 'C', 'E1:w', { tuning: tuning.value }));

		expect(only(list, 'programChange')[0]!.programNumber).toBe(33);
	});

	test('nothing played is a file with no notes', () => {
		expect(notesOf(events(score('4/4', 'C', 'R')))).toEqual([]);
	});
});
