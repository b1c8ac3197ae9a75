import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toMusicXml } from '#music/export/musicxml.ts';
import type { PlayedNote } from '#music/note.ts';
import { barTicks } from '#music/rhythm/count.ts';
import { ticksAt } from '#music/rhythm/clock.ts';
import type { Score } from '#music/score/score.ts';
import { valueOf } from '#music/score/values.ts';
import { DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { writeScore } from '#music/write.ts';
import { chords, note } from '#tests/support/performance.ts';

const write = (notes: readonly PlayedNote[], wishes: Partial<WriteSettings> = {}): Score =>
	writeScore(notes, { ...DEFAULT_WRITING, ...wishes });

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
			// A beat is one tuplet, or each of its halves; a half note is read as two quarters.
			const beat = Math.min(score.beatMap.beatTicks, 960);
			for (const sum of groups.values()) expect([beat, beat / 2]).toContain(sum);
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

	test('every note is written where it was played, unless it doubles one that is', () =>
		holds((score, notes) => {
			const { beatTicks } = score.beatMap;
			const written = new Map<number, number>();
			const places = new Map<number, number[]>();
			for (const { start, notes: heads, grace = [] } of chords(score)) {
				for (const { played, pitch, tieBack } of [...heads, ...grace]) {
					if (tieBack) continue;
					expect(written.has(played)).toBe(false);
					expect(pitch).toBe(notes[played]!.pitch);
					written.set(played, start);
					places.set(pitch, [...(places.get(pitch) ?? []), start]);
				}
			}
			notes.forEach((n, i) => {
				const at = ticksAt(score.beatMap, n.start);
				const own = written.get(i);
				const near = own === undefined ? (places.get(n.pitch) ?? []) : [own];
				expect(near.some((place) => Math.abs(place - at) <= beatTicks)).toBe(true);
			});
		}));

	test('what leans on a chord is a neighbour of one of its notes, and only chords are rolled', () =>
		holds((score) => {
			for (const { notes, grace = [], rolled } of chords(score)) {
				if (rolled) expect(notes.length).toBeGreaterThan(1);
				for (const { pitch, tieNext } of grace) {
					const nearest = Math.min(...notes.map((note) => Math.abs(note.pitch - pitch)));
					expect([nearest <= 4, tieNext]).toEqual([true, false]);
				}
			}
		}));

	test('ids are unique, and the same music gives the same score', () =>
		fc.assert(
			fc.property(Performance, Wishes, (notes, wishes) => {
				const score = write(notes, wishes);
				const ids = score.bars.flatMap((b) => b.voices).flatMap((v) => v.events.map((e) => e.id));
				expect(new Set(ids).size).toBe(ids.length);
				const again = write(notes, wishes);
				expect(again).toEqual(score);
				const about = { title: 'Any', artist: '' };
				expect(toMusicXml(again, about)).toBe(toMusicXml(score, about));
			}),
			{ numRuns: 40 }
		));

	test('the beats go forward, and there is one under every note', () =>
		holds((score, notes) => {
			const { beats, beatTicks } = score.beatMap;
			beats.forEach((beat, i) => i > 0 && expect(beat).toBeGreaterThan(beats[i - 1]!));
			for (const { start, end } of notes) {
				expect(ticksAt(score.beatMap, start)).toBeGreaterThan(beatTicks / -2);
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
	// Several times what a quiet machine needs; a step that grows with the square would be far above.
	expect(ms, `${minutes} minutes, ${count} notes`).toBeLessThan(most);
});

test('a crowd of notes at one moment is one chord', () => {
	const notes = Array.from({ length: 3000 }, (_, i) => note(1, 2, 30 + (i % 60)));
	expect(chords(write(notes)).length).toBeLessThan(20);
});
