import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pitch, type PlayedNote } from '#music/note.ts';
import { barTicks } from '#music/rhythm/count.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import type { Chord, Event, Score } from '#music/score/score.ts';
import { valueOf } from '#music/score/values.ts';
import type { WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { DEFAULT_WRITING, writeScore } from '#music/write.ts';

const note = (start: number, end: number, midi: number, level = 0.6): PlayedNote => ({
	pitch: pitch(midi),
	start: seconds(start),
	end: seconds(end),
	level
});

/** One note after another, `pitch:beats`, a beat lasting half a second: `64:1 65:.5 65:.5`. */
function melody(line: string, beat = 0.5): PlayedNote[] {
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
const read = (score: Score, voice = 0, staff = 0): string =>
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

const write = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings> = {}): Score =>
	writeScore(notes, { ...DEFAULT_WRITING, ...wishes });

const PLAIN = {
	instrument: 'melody',
	tempo: 120,
	metre: { beats: 4, unit: 4 },
	key: { fifths: 0, mode: 'major' }
} as const;

describe('a melody', () => {
	test('is written as it was meant, though every note is a little short', () => {
		const score = write(melody('60:1 62:1 64:.5 65:.5 67:1 72:2 67:2'), PLAIN);

		expect(read(score)).toBe('C4/4 D4/4 E4/8 F4/8 G4/4 | C5/2 G4/2');
	});

	test('has triplets in one beat and eighths in the next', () => {
		const third = 1 / 3;
		const score = write(
			melody(`60:1 62:${third} 64:${third} 65:${third} 67:.5 65:.5 64:1 60:4`),
			PLAIN
		);

		expect(read(score)).toBe('C4/4 D4/8(3) E4/8(3) F4/8(3) G4/8 F4/8 E4/4 | C4/1');
	});

	test('ties a note over the middle of the bar', () => {
		const score = write(melody('60:1 62:2 64:1 60:4'), PLAIN);

		expect(read(score)).toBe('C4/4 D4/4~ D4/4 E4/4 | C4/1');
	});

	test('keeps its silences', () => {
		const score = write(melody('60:1 r:1 64:1 r:1 60:4'), PLAIN);

		expect(read(score)).toBe('C4/4 r/4 E4/4 r/4 | C4/1');
	});

	test('in six eight is counted in dotted quarters', () => {
		const metre = { beats: 6, unit: 8 } as const;
		const score = write(melody('64:3 67:2 65:1 64:3 60:3', 0.2), { ...PLAIN, metre, tempo: 100 });

		expect(read(score)).toBe('E4/4. G4/4 F4/8 | E4/4. C4/4.');
		expect(score.tempo).toBeCloseTo(100, 0);
	});

	test('names chromatic notes by where they lead', () => {
		const score = write(melody('60:1 61:1 62:1 63:1 62:1 61:1 60:2'), PLAIN);

		expect(read(score)).toBe('C4/4 C#4/4 D4/4 Eb4/4 | D4/4 Db4/4 C4/2');
	});
});

describe('a guitar piece', () => {
	const picking = Array.from({ length: 8 }, (_, bar) =>
		[0, 1, 2, 3, 4, 5].map((i) => {
			const at = bar * 1.5 + i * 0.25;
			return note(at, i === 0 ? bar * 1.5 + 1.48 : at + 0.24, [45, 57, 60, 64, 60, 57][i]!);
		})
	).flat();
	const score = write(picking, { ...PLAIN, instrument: null, metre: { beats: 3, unit: 4 } });

	test('is found to be one, written an octave up, with a place on the neck for every note', () => {
		expect(score.instrument).toBe('guitar');
		expect(score.staves).toEqual([{ clef: 'treble', transpose: 12 }]);
		expect(
			chords(score)
				.flatMap((c) => c.notes)
				.every((n) => n.position !== null)
		).toBe(true);
	});

	test('holds its bass in a voice of its own, under the picking', () => {
		expect(read(score).split(' | ')[0]).toBe('r/8 A4/8 C5/8 E5/8 C5/8 A4/8');
		expect(read(score, 1).split(' | ')[0]).toBe('A3/2.');
	});
});

test('a piano has two staves, and its hands do not cross', () => {
	const left = melody('36:1 43:1 48:1 43:1 41:1 45:1 53:1 45:1');
	const right = melody('72:1 76:1 79:1 76:1 77:1 81:1 84:1 81:1');
	const score = write([...left, ...right], { ...PLAIN, instrument: null });

	expect(score.instrument).toBe('piano');
	expect(read(score)).toBe('C5/4 E5/4 G5/4 E5/4 | F5/4 A5/4 C6/4 A5/4');
	expect(read(score, 0, 1)).toBe('C2/4 G2/4 C3/4 G2/4 | F2/4 A2/4 F3/4 A2/4');
});

test('nothing played is one empty bar', () => {
	expect(read(write([]))).toBe('r');
});

const Performance = fc.array(
	fc
		.tuple(
			fc.double({ min: 0, max: 20, noNaN: true }),
			fc.oneof(
				fc.double({ min: 0, max: 0.6, noNaN: true }),
				fc.double({ min: 0, max: 9, noNaN: true })
			),
			fc.integer({ min: 21, max: 108 }),
			fc.double({ min: 0, max: 1, noNaN: true })
		)
		.map(([start, length, midi, level]) => note(start, start + length, midi, level)),
	{ maxLength: 60 }
);

const Wishes = fc.record({
	instrument: fc.constantFrom(null, 'guitar', 'piano', 'melody'),
	tempo: fc.constantFrom(null, 40, 96, 240, 400),
	metre: fc.oneof(
		fc.constant(null),
		fc.record({ beats: fc.integer({ min: 1, max: 12 }), unit: fc.constantFrom(2, 4, 8) })
	)
}) as fc.Arbitrary<Partial<WriteSettings>>;

const chords = (score: Score): Chord[] =>
	score.bars
		.flatMap((bar) => bar.voices)
		.flatMap((voice) => voice.events)
		.filter((event) => event.kind === 'chord');

describe('whatever is played,', () => {
	const holds = (claim: (score: Score, notes: readonly PlayedNote[]) => void): void =>
		fc.assert(
			fc.property(Performance, Wishes, (notes, wishes) => claim(write(notes, wishes), notes)),
			{ numRuns: 120 }
		);

	test('every voice fills its bar exactly, with values that can be written', () =>
		holds((score) => {
			for (const bar of score.bars) {
				for (const { events } of bar.voices) {
					let at: number = bar.start;
					for (const event of events) {
						expect(event.start).toBe(at);
						at += event.length;
						if (event.kind === 'rest' && event.wholeBar) continue;
						const { tuplet, base, dots } = event.value;
						const written = tuplet ? (event.length * tuplet.actual) / tuplet.normal : event.length;
						expect(valueOf(written)).toEqual({ base, dots });
					}
					expect(at).toBe(bar.start + bar.length);
				}
			}
		}));

	test('bars follow one another, and only the first may be short', () =>
		holds((score) => {
			const whole = barTicks(score.metre);
			let at = 0;
			score.bars.forEach((bar, i) => {
				expect(bar.start).toBe(at);
				at += bar.length;
				if (i > 0) expect(bar.length).toBe(whole);
				expect(bar.number).toBe(i + (score.bars[0]!.length < whole ? 0 : 1));
			});
		}));

	test('tuplets are complete', () =>
		holds((score) => {
			const groups = new Map<string, number>();
			for (const { value, length } of score.bars
				.flatMap((b) => b.voices)
				.flatMap((v) => v.events)) {
				const id = value.tuplet?.group;
				if (id !== undefined) groups.set(id, (groups.get(id) ?? 0) + length);
			}
			for (const sum of groups.values()) expect(sum).toBe(score.beatMap.beatTicks);
		}));

	test('ties join equal pitches that touch, and every one arrives', () =>
		holds((score) => {
			const open = new Map<string, number>();
			for (const { staff, voice, events } of score.bars.flatMap((bar) => bar.voices)) {
				for (const event of events) {
					if (event.kind === 'rest') continue;
					for (const { pitch, played, tieBack, tieNext } of event.notes) {
						const id = [staff, voice, pitch, played].join();
						expect(open.get(id)).toBe(tieBack ? event.start : undefined);
						open.delete(id);
						if (tieNext) open.set(id, event.start + event.length);
					}
				}
			}
			expect(open.size).toBe(0);
		}));

	test('every note is written, unless it doubles one that is', () =>
		holds((score, notes) => {
			const written = new Set(chords(score).flatMap((c) => c.notes.map((n) => n.played)));
			const pitches = new Set([...written].map((i) => notes[i]!.pitch));
			notes.forEach((n, i) => expect(written.has(i) || pitches.has(n.pitch)).toBe(true));
		}));

	test('ids are unique, and the same music gives the same score', () =>
		fc.assert(
			fc.property(Performance, Wishes, (notes, wishes) => {
				const score = write(notes, wishes);
				const ids = score.bars.flatMap((b) => b.voices).flatMap((v) => v.events.map((e) => e.id));
				expect(new Set(ids).size).toBe(ids.length);
				expect(write(notes, wishes)).toEqual(score);
			}),
			{ numRuns: 40 }
		));

	test('the beats go forward, and there is one under every note', () =>
		holds((score, notes) => {
			const { beats, beatTicks } = score.beatMap;
			beats.forEach((beat, i) => i > 0 && expect(beat).toBeGreaterThan(beats[i - 1]!));
			for (const { start, end } of notes) {
				expect(ticksAt(score.beatMap, start)).toBeGreaterThan(-beatTicks / 2);
				expect(end).toBeLessThanOrEqual(beats.at(-1)! + 1e-6);
			}
		}));
});

/** Milliseconds of processor time, which a busy machine does not stretch. */
function cost(work: () => unknown): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

test.each([
	[3, 2400, 1500],
	[10, 8000, 4000],
	[60, 16_000, 12_000]
])('%i minutes of music are written fast', { timeout: 300_000 }, (minutes, count, most) => {
	const notes = Array.from({ length: count }, (_, i) => {
		const start = (i >> 1) * ((minutes * 120) / count) + Math.sin(i * 7.3) * 0.012 + 0.02;
		return note(start, start + 0.3, 40 + ((i * 7) % 36), 0.4 + 0.4 * Math.abs(Math.sin(i)));
	});
	write(notes.slice(0, 2000));
	const ms = cost(() => write(notes));
	console.info(`${minutes} minutes, ${count} notes: written in ${ms.toFixed(0)} ms`);
	// Several times what a quiet machine needs; a step that grows with the square would be far above.
	expect(ms).toBeLessThan(most);
});

test('a crowd of notes at one moment is one chord', () => {
	const notes = Array.from({ length: 3000 }, (_, i) => note(1, 2, 30 + (i % 60)));
	expect(chords(write(notes)).length).toBeLessThan(20);
});
