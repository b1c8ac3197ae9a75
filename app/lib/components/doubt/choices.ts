/** What the popover of a note says: its place, and each reading as music, name, place on the neck and share. */
import { placeAt, toneName } from '#app/components/sheet/speech.ts';
import type { Struck } from '#app/components/sheet/struck.ts';
import { m } from '#app/paraglide/messages.js';
import type { PlayedNote } from '#music/note.ts';
import type { Reading } from '#music/readings.ts';
import type { Score, Spelling } from '#music/score/score.ts';
import { positionsOf } from '#music/tab/fretboard.ts';
import type { Position } from '#music/tab/position.ts';
import { spell } from '#music/theory/spelling.ts';

/** One way to read a note, ready to be shown. */
export interface Choice {
	readonly kind: 'heard' | Reading['kind'];
	readonly name: string;
	/** Where it is played, or how it differs. */
	readonly caption: string;
	/** 0–1; null when the ear did not say. */
	readonly share: number | null;
	readonly spelling: Spelling;
	readonly keep: string;
}

/** `Bar 7, beat 2½`. */
export const placeName = (score: Score, { chord }: Struck): string =>
	m.doubt_place(placeAt(score, chord.start));

/**
 * The note as it was opened, then its other readings.
 *
 * @param struck where it stands now
 * @param home where it was played as it was opened
 */
export function choicesOf(
	score: Score,
	opened: PlayedNote,
	readings: readonly Reading[],
	struck: Struck,
	home: Position | null
): readonly Choice[] {
	const near = home ?? struck.note.position;
	const tone = (pitch: number): Pick<Choice, 'name' | 'spelling' | 'keep'> => {
		const spelling =
			pitch === struck.note.pitch
				? struck.note.spelling
				: spell(pitch + struck.transpose, struck.key, null);
		const name = toneName(spelling);
		return { name, spelling, keep: m.doubt_keep({ note: name }) };
	};
	const neck = (pitch: number): string | null => {
		const now = pitch === struck.note.pitch ? struck.note.position : null;
		const before = pitch === opened.pitch ? home : null;
		const position = now ?? before ?? nearest(pitch, score, near);
		return position && stringName(position);
	};
	const first: Choice = {
		kind: 'heard',
		...tone(opened.pitch),
		caption: neck(opened.pitch) ?? m.doubt_as_heard(),
		share: opened.confidence ?? null
	};
	const others = readings.map((reading): Choice => {
		const { kind, share } = reading;
		const pitch = kind === 'pitch' ? reading.pitch : opened.pitch;
		const own = tone(pitch);
		switch (kind) {
			case 'pitch':
				return { kind, ...own, share, caption: neck(pitch) ?? distance(pitch - opened.pitch) };
			case 'split':
				return { kind, ...own, share, caption: m.doubt_split(), keep: m.doubt_keep_split() };
			case 'merge':
				return { kind, ...own, share, caption: m.doubt_merge(), keep: m.doubt_keep_merge() };
			case 'remove':
				return { kind, ...own, share, caption: m.doubt_remove(), keep: m.doubt_remove() };
		}
	});
	return [first, ...others];
}

/** The loudness of a moment of the recording, and where in it a note sounds, as shares of its length. */
export function loudnessOf(
	peaks: Float32Array | null,
	seconds: number,
	moment: { readonly start: number; readonly end: number },
	note: PlayedNote
): {
	readonly peaks: Float32Array | null;
	readonly own: { readonly from: number; readonly to: number };
} {
	const rate = (peaks?.length ?? 0) / seconds;
	const share = (at: number): number =>
		Math.min(1, Math.max(0, (at - moment.start) / (moment.end - moment.start)));
	return {
		peaks: peaks?.subarray(Math.round(moment.start * rate), Math.round(moment.end * rate)) ?? null,
		own: { from: share(note.start), to: share(note.end) }
	};
}

export const stringName = ({ string, fret }: Position): string =>
	fret === 0 ? m.doubt_string_open({ string }) : m.doubt_string_fret({ string, fret });

function nearest(pitch: number, score: Score, near: Position | null): Position | null {
	const all = score.tab ? positionsOf(pitch as never, score.tab) : [];
	const away = ({ string, fret }: Position): number =>
		near ? Math.abs(fret - near.fret) + Math.abs(string - near.string) : fret;
	return all.reduce<Position | null>(
		(best, one) => (best === null || away(one) < away(best) ? one : best),
		null
	);
}

function distance(steps: number): string {
	switch (steps) {
		case 24:
			return m.doubt_octaves_up();
		case -24:
			return m.doubt_octaves_down();
		case 12:
			return m.doubt_octave_up();
		case -12:
			return m.doubt_octave_down();
		case 1:
			return m.doubt_half_up();
		case -1:
			return m.doubt_half_down();
		default:
			return steps > 0 ? m.doubt_up({ steps }) : m.doubt_down({ steps: -steps });
	}
}
