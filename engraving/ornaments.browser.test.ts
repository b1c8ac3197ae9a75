import { beforeAll, expect, test } from 'vitest';
import { write } from '#engraving/testing/notation.ts';
import { engraveAll, musicFont } from '#engraving/testing/page.ts';
import type { Chord, Score } from '#music/score/score.ts';

beforeAll(musicFont);

/** The same piece with a note that leans on its second chord, and its third one rolled. */
function adorned(score: Score): Score {
	const [bar, ...rest] = score.bars;
	const [voice] = bar!.voices;
	const events = voice!.events.map((event, i) => {
		const chord = event as Chord;
		const leaning = { ...chord.notes[0]!, played: 99 };
		if (i === 1) return { ...chord, grace: [leaning] };
		return i === 2 ? { ...chord, rolled: true } : chord;
	});
	return { ...score, bars: [{ ...bar!, voices: [{ ...voice!, events }] }, ...rest] };
}

test('a leaning note and the wave of a rolled chord have room before their chords', () => {
	const plain = write({
		metre: '4/4',
		instrument: 'melody',
		bars: [['c5:q f#4:q [e4 g4 c5]:q d5:q'], ['c5:w']]
	});
	const page = engraveAll(adorned(plain));
	const [system] = page.systems;
	const ornaments = system!.svg.querySelector('.ornaments')!;
	const box = ornaments.getBoundingClientRect();
	const origin = system!.svg.getBoundingClientRect();
	const [before, leaned, rolled] = system!.notes;

	expect(ornaments.querySelectorAll('text').length).toBeGreaterThan(0);
	expect(ornaments.querySelectorAll('.arpeggio')).toHaveLength(1);
	expect(box.left - origin.left).toBeGreaterThan(before!.x + 5);
	expect(box.left - origin.left).toBeLessThan(leaned!.x - 5);
	expect(box.right - origin.left).toBeLessThan(rolled!.x - 4);
});

test('a chord with nothing before it draws no ornaments', () => {
	const page = engraveAll(write({ metre: '4/4', bars: [['c5:w']] }));

	expect(page.systems[0]!.svg.querySelector('.ornaments')).toBeNull();
});
