/** The name of every note of a score: by the key of its bar, and by where it leads in its voice. */
import type { Part } from '#music/score/engrave.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { Spelling, Staff } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';
import { spell } from '#music/theory/spelling.ts';

/**
 * By index of the played note.
 * @param parts all of the music: an easier page keeps the names, though what a note led to is gone
 * @param keys of each bar
 */
export function namesOf(
	parts: readonly Part[],
	bars: readonly BarSpan[],
	keys: readonly Key[],
	staves: readonly Staff[]
): ReadonlyMap<number, Spelling> {
	const names = new Map<number, Spelling>();
	for (const { staff, chords } of parts) {
		const { transpose } = staves[staff]!;
		let bar = 0;
		chords.forEach((chord, c) => {
			while (bar + 1 < bars.length && bars[bar + 1]!.start <= chord.start) bar++;
			const following = chords[c + 1]?.notes ?? [];
			for (const note of [...chord.notes, ...(chord.grace ?? [])]) {
				const then = chord.grace?.includes(note) ? chord.notes : following;
				const next = then.find((other) => Math.abs(other.pitch - note.pitch) === 1);
				const target = next === undefined ? null : next.pitch + transpose;
				names.set(note.played, spell(note.pitch + transpose, keys[bar]!, target));
			}
		});
	}
	return names;
}
