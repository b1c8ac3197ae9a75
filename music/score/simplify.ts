/**
 * The same music for those who cannot play all of it yet. Whatever the level, the
 * melody (the highest notes of the upper voice) is kept. An intermediate player
 * has two notes of a chord in each hand, and accompanies in eighths. A beginner has
 * the melody in eighths too, note by note, and under it a bass on strong beats.
 */
import { beatTicks, beatsInBar, isCompound } from '#music/rhythm/count.ts';
import type { Part } from '#music/score/engrave.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { LineChord, LineNote } from '#music/score/line.ts';
import { EIGHTH, inEighths } from '#music/score/plain-rhythm.ts';
import type { Arrangement, Instrument } from '#music/settings.ts';

/** Who plays a bass under the melody; a pianist with the left hand, a guitarist with the thumb. */
const BASS_VOICE: Partial<Record<Instrument, Pick<Part, 'staff' | 'voice'>>> = {
	piano: { staff: 1, voice: 0 },
	guitar: { staff: 0, voice: 1 }
};
/** Semitones from the bass up to the melody, at least. */
const APART = 5;

/** `parts` as an arrangement has them; those of the full one as they are. */
export function simplify(
	parts: readonly Part[],
	arrangement: Arrangement,
	bars: readonly BarSpan[],
	instrument: Instrument
): readonly Part[] {
	if (arrangement === 'full') return parts;
	if (arrangement === 'intermediate') return parts.map((part) => thinned(part, bars));
	return easy(parts, bars, instrument);
}

/** The outer notes of chords, of a second voice its bass; what is under the melody moves in eighths or triplets. */
function thinned(part: Part, bars: readonly BarSpan[]): Part {
	const { chords, staff, voice, spanAt } = part;
	const thin = chords.map((chord) => ({
		...chord,
		notes: voice === 1 ? chord.notes.slice(0, 1) : outer(chord.notes)
	}));
	if (staff === 0 && voice === 0) return { ...part, chords: thin };
	const beat = beatTicks(bars[0]!.metre);
	const inTriplets = (start: number): boolean => {
		const { parts, length } = spanAt(start);
		return parts % 3 === 0 && length === beat;
	};
	return { ...part, chords: inEighths(thin, isCompound(bars[0]!.metre) ? undefined : inTriplets) };
}

const outer = (notes: readonly LineNote[]): readonly LineNote[] =>
	notes.length <= 2 ? notes : [notes[0]!, notes.at(-1)!];

function easy(
	parts: readonly Part[],
	bars: readonly BarSpan[],
	instrument: Instrument
): readonly Part[] {
	const melody = inEighths(
		(parts.find(({ staff, voice }) => staff === 0 && voice === 0)?.chords ?? []).map((chord) => ({
			...chord,
			notes: chord.notes.slice(-1)
		}))
	);
	const place = BASS_VOICE[instrument];
	const bass = place === undefined ? [] : bassUnder(melody, parts, place, bars);
	return parts.map((part) => ({
		...part,
		chords: part.staff === 0 && part.voice === 0 ? melody : isAt(part, place) ? bass : [],
		spanAt: (start) => ({ start, length: EIGHTH, parts: 1 })
	}));
}

const isAt = (part: Part, place: Pick<Part, 'staff' | 'voice'> | undefined): boolean =>
	part.staff === place?.staff && part.voice === place.voice;

/**
 * The lowest note that is struck on each strong beat or soon after it. A left hand holds it until
 * the next or to the end of its bar; a thumb as long as it was, for the fingers have to leave it.
 */
function bassUnder(
	melody: readonly LineChord[],
	parts: readonly Part[],
	{ staff, voice }: Pick<Part, 'staff' | 'voice'>,
	bars: readonly BarSpan[]
): LineChord[] {
	const inMelody = new Set(melody.map(({ notes }) => notes[0]!.played));
	const low = new Map<number, { readonly note: LineNote; readonly until: number }>();
	for (const { start, end, notes } of parts
		.filter((p) => p.staff === staff)
		.flatMap((p) => p.chords)) {
		const there = low.get(start);
		const note = notes[0]!;
		if (inMelody.has(note.played) || (there && there.note.pitch <= note.pitch)) continue;
		low.set(start, { note, until: Math.floor(end / EIGHTH) * EIGHTH });
	}
	const above = soundingIn(melody);
	return bars.flatMap((bar) => {
		const struck = strongTicks(bar).flatMap((tick) => {
			const top = above(tick);
			const beat = beatTicks(bar.metre);
			for (let at = tick; at < tick + beat; at += EIGHTH) {
				const struck = low.get(at);
				if (!struck || (top && top.pitch - struck.note.pitch < APART)) continue;
				const until = voice === 0 ? Infinity : Math.max(struck.until, tick + beat);
				return [{ tick, note: struck.note, until }];
			}
			return [];
		});
		return struck.map(({ tick, note, until }, i) => ({
			start: tick,
			end: Math.min(until, struck[i + 1]?.tick ?? bar.start + bar.length),
			notes: [note]
		}));
	});
}

/** The bar line and, of an even number of beats from four, the middle of the bar. */
function strongTicks({ start, length, offset, metre }: BarSpan): number[] {
	const count = beatsInBar(metre);
	const half = (count * beatTicks(metre)) / 2;
	const places = count >= 4 && count % 2 === 0 ? [0, half] : [0];
	return places
		.filter((place) => place >= offset && place < offset + length)
		.map((place) => start + place - offset);
}

/** The note that is heard at a tick; asked in order. */
function soundingIn(melody: readonly LineChord[]): (tick: number) => LineNote | null {
	let at = 0;
	return (tick) => {
		while (at < melody.length && melody[at]!.end <= tick) at++;
		const chord = melody[at];
		return chord !== undefined && chord.start <= tick ? chord.notes[0]! : null;
	};
}
