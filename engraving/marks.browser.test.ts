import { beforeAll, expect, test } from 'vitest';
import { boxIn, engraveAll, middle, musicFont } from '#engraving/testing/page.ts';
import { arirang } from '#engraving/testing/pieces.ts';
import { seconds } from '#music/time.ts';

beforeAll(musicFont);

test('every head and every struck string is there, by the note that was played', () => {
	const { score, systems } = engraveAll(arirang());
	const marks = systems.flatMap((system) => system.marks);
	const heads = marks.filter(({ kind, struck }) => kind === 'head' && struck);
	const frets = marks.filter(({ kind, struck }) => kind === 'fret' && struck);
	const notes = score.bars
		.flatMap(({ voices }) => voices.flatMap(({ events }) => events))
		.flatMap((event) => (event.kind === 'chord' ? event.notes : []))
		.filter((note) => !note.tieBack);
	const byPlayed = (a: number, b: number) => a - b;

	expect(heads.map(({ played }) => played).sort(byPlayed)).toEqual(notes.map((n) => n.played));
	expect(frets).toHaveLength(notes.filter((note) => note.position).length);
});

test('their boxes are where the ink is', () => {
	const { systems } = engraveAll(arirang());
	for (const system of systems) {
		for (const { element, box } of system.marks) {
			const ink = boxIn(system, element.querySelector(':scope > text')!);
			expect(box.x + box.width / 2).toBeCloseTo(middle(ink), 0);
			expect(box.y + box.height / 2).toBeGreaterThan(ink.top);
			expect(box.y + box.height / 2).toBeLessThan(ink.bottom);
		}
	}
});

test('beats stand in order, each bar begins with one, and no beat is lost between systems', () => {
	const score = arirang();
	const beats = Array.from({ length: 43 }, (_, i) => seconds(i));
	const { systems } = engraveAll({ ...score, beatMap: { ...score.beatMap, beats } });
	const drawn = systems.flatMap((system) => system.beats);

	expect(drawn.map(({ beat }) => beat)).toEqual(Array.from({ length: 42 }, (_, i) => i));
	expect(drawn.filter(({ first }) => first).map(({ beat }) => beat % 3)).toEqual(
		score.bars.map(() => 0)
	);
	for (const { beats } of systems) {
		const xs = beats.map(({ x }) => x);
		expect(xs).toEqual([...xs].sort((a, b) => a - b));
	}
});
