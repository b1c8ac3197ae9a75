/** From voices of chords to bars of symbols: names, ties, rests and fingering, ready to be drawn. */
import { pitch } from '#music/note.ts';
import type { GridSpan } from '#music/rhythm/grids.ts';
import { fillBar, type BarSpan, type Symbol } from '#music/score/fill.ts';
import type { LineChord, LineNote } from '#music/score/line.ts';
import type { Bar, ChordNote, Clef, Event, Spelling, Voice } from '#music/score/score.ts';
import type { Key } from '#music/settings.ts';
import type { Position } from '#music/tab/position.ts';
import { ticks } from '#music/time.ts';

/** One voice of the whole score. */
export interface Part {
	readonly staff: 0 | 1;
	readonly voice: 0 | 1;
	readonly chords: readonly LineChord[];
	/** How the music is divided around a tick. */
	readonly spanAt: (tick: number) => GridSpan;
}

export interface Dress {
	/** Of each bar. */
	readonly keys: readonly Key[];
	/** The clef of each staff, at each bar. */
	readonly clefs: readonly (readonly Clef[])[];
	/** The section that begins with each bar, or null. */
	readonly sections: readonly (string | null)[];
	/** By index of the played note, as the positions. */
	readonly names: ReadonlyMap<number, Spelling>;
	readonly positions: ReadonlyMap<number, Position>;
}

/** `parts` in the order in which a bar lists its voices. A second voice is written only in bars where it sounds. */
export function engrave(parts: readonly Part[], spans: readonly BarSpan[], dress: Dress): Bar[] {
	const writers = parts.map((part) => writerOf(part, dress));
	const first = spans[0]!.offset === 0 ? 1 : 0;
	return spans.map((span, b) => ({
		number: first + b,
		start: ticks(span.start),
		length: ticks(span.length),
		metre: span.metre,
		key: dress.keys[b]!,
		clefs: dress.clefs[b]!,
		section: dress.sections[b]!,
		voices: writers.flatMap((write) => write(span) ?? [])
	}));
}

/** Writes one part bar by bar, in order. */
function writerOf(part: Part, dress: Dress): (span: BarSpan) => Voice | null {
	const { staff, voice, chords } = part;
	let at = 0;
	return (span) => {
		while (at < chords.length && chords[at]!.end <= span.start) at++;
		let to = at;
		while (to < chords.length && chords[to]!.start < span.start + span.length) to++;
		const sounding = chords.slice(at, to);
		if (sounding.length === 0) {
			return voice === 1 ? null : { staff, voice, events: [wholeBarRest(part, span)] };
		}
		const symbols = fillBar(sounding, span, part.spanAt, `t${staff}${voice}`);
		return { staff, voice, events: symbols.map((symbol) => event(symbol, part, dress)) };
	};
}

const idOf = ({ staff, voice }: Part, start: number): string => `e${staff}${voice}-${start}`;

const wholeBarRest = (part: Part, span: BarSpan): Event => ({
	kind: 'rest',
	id: idOf(part, span.start),
	start: ticks(span.start),
	value: { base: 1, dots: 0 },
	length: ticks(span.length),
	wholeBar: true,
	hidden: false
});

function event(
	{ start, end, value, chord }: Symbol,
	part: Part,
	{ names, positions }: Dress
): Event {
	const common = { id: idOf(part, start), start: ticks(start), value, length: ticks(end - start) };
	// Rests are read in the main voice; the second is silent without saying so.
	if (chord === null) return { kind: 'rest', ...common, wholeBar: false, hidden: part.voice === 1 };
	const first = start === chord.start;
	const written = (note: LineNote, tieBack: boolean, tieNext: boolean): ChordNote => ({
		pitch: pitch(note.pitch),
		spelling: names.get(note.played)!,
		tieNext,
		tieBack,
		played: note.played,
		level: note.level,
		position: positions.get(note.played) ?? null
	});
	return {
		kind: 'chord',
		...common,
		notes: chord.notes.map((note) => written(note, !first, end < chord.end)),
		...(first && chord.rolled && { rolled: true }),
		...(first && chord.grace && { grace: chord.grace.map((note) => written(note, false, false)) })
	};
}
