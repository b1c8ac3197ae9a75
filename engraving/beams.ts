/** Which notes of a voice share a beam: those of one beat, and an even bar of bass eighths whole. */
import type { Bar, Chord, Voice } from '#music/score/score.ts';
import type { Metre } from '#music/settings.ts';
import { PPQ } from '#music/time.ts';

/** Groups of two or more chords, in order. */
export function beamGroups(voice: Voice, bar: Bar): readonly (readonly Chord[])[] {
	const { metre } = bar;
	const full = (metre.beats * 4 * PPQ) / metre.unit;
	// A pickup is the end of a bar, so its beats are counted from there.
	const origin = bar.number === 0 ? bar.start + bar.length - full : bar.start;
	const unit = isEvenBass(voice) ? evenUnit(metre, full) : beatOf(metre);

	const groups: Chord[][] = [];
	let open: { beat: number; chords: Chord[] } | null = null;
	for (const event of voice.events) {
		const beat = Math.floor((event.start - origin) / unit);
		if (event.kind === 'rest' || event.value.base < 8) {
			open = null;
		} else if (open && open.beat === beat) {
			open.chords.push(event);
		} else {
			open = { beat, chords: [event] };
			groups.push(open.chords);
		}
	}
	return groups.filter((group) => group.length > 1);
}

/** Ticks that a beam may span: the beat, three eighths in compound time. */
const beatOf = (metre: Metre): number =>
	metre.unit === 8 && metre.beats % 3 === 0 ? PPQ * 1.5 : PPQ;

/** A beam never hides the middle of a bar that has one. */
const evenUnit = (metre: Metre, full: number): number =>
	metre.beats % 2 === 0 && full >= 4 * PPQ ? full / 2 : full;

const isEvenBass = (voice: Voice): boolean =>
	(voice.voice === 1 || voice.staff === 1) &&
	voice.events.every(
		({ kind, value }) => kind === 'chord' && value.base === 8 && value.dots === 0 && !value.tuplet
	);
