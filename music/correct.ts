/**
 * What a person said of single notes, applied to what was heard. A note is meant by its pitch and
 * its start, not by its place in the list, so that it is found again when the recording was heard
 * anew with other settings; what cannot be found any more is passed over. Notes that nobody spoke
 * of stay the very same objects.
 */
import { byStartAndPitch, type Pitch, type PlayedNote } from '#music/note.ts';
import { seconds, type Seconds } from '#music/time.ts';

export type NoteRef = Pick<PlayedNote, 'pitch' | 'start'>;

/** In the order in which they are said: each speaks of the notes as those before it left them. */
export type Correction =
	| { readonly kind: 'keep' | 'remove'; readonly note: NoteRef }
	| { readonly kind: 'pitch'; readonly note: NoteRef; readonly pitch: Pitch }
	| { readonly kind: 'split'; readonly note: NoteRef; readonly at: Seconds }
	/** With another note of its pitch. */
	| { readonly kind: 'merge'; readonly note: NoteRef; readonly with: NoteRef };

/** Another hearing moves an onset by a few frames of 12 ms; notes of one pitch are further apart. */
const NEAR = 0.06;
/** A piece that is split off is at least this long, seconds. */
const SHORTEST = 0.02;

/** What a person has said is certain. */
const CERTAIN = 1;

/** The notes as they are to be written, by start, then pitch. */
export function corrected(
	notes: readonly PlayedNote[],
	corrections: readonly Correction[]
): readonly PlayedNote[] {
	if (corrections.length === 0) return notes;
	const now = [...notes].sort(byStartAndPitch);
	for (const correction of corrections) apply(correction, now);
	return now.sort(byStartAndPitch);
}

/** Index of the note that is meant: of this pitch, and the nearest in time; −1 when there is none. */
export function indexOf(notes: readonly PlayedNote[], { pitch: key, start }: NoteRef): number {
	let found = -1;
	let least = NEAR;
	notes.forEach((note, i) => {
		const away = Math.abs(note.start - start);
		if (note.pitch !== key || away > least || (away === least && found >= 0)) return;
		found = i;
		least = away;
	});
	return found;
}

export const refOf = ({ pitch, start }: PlayedNote): NoteRef => ({ pitch, start });

function apply(correction: Correction, notes: PlayedNote[]): void {
	const i = indexOf(notes, correction.note);
	const note = notes[i];
	if (!note) return;
	switch (correction.kind) {
		case 'keep':
			notes[i] = certain(note);
			return;
		case 'remove':
			notes.splice(i, 1);
			return;
		case 'pitch':
			notes[i] = moved(note, correction.pitch);
			absorb(notes, notes[i]);
			return;
		case 'split':
			notes.splice(i, 1, ...split(note, correction.at));
			return;
		case 'merge': {
			const other = notes[indexOf(notes, correction.with)];
			if (!other || other === note || other.pitch !== note.pitch) return;
			notes[i] = merged(note, other);
			notes.splice(notes.indexOf(other), 1);
		}
	}
}

const certain = (note: PlayedNote): PlayedNote => ({ ...note, confidence: CERTAIN });

/** A bend is told from the pitch it bends: at the octave it means the same, elsewhere it was part of the error. */
function moved(note: PlayedNote, to: Pitch): PlayedNote {
	const { bends, ...rest } = note;
	const same = (to - note.pitch) % 12 === 0;
	return { ...rest, pitch: to, confidence: CERTAIN, ...(bends && same && { bends }) };
}

/** A note moved to where the same note was heard already is that note. */
function absorb(notes: PlayedNote[], note: PlayedNote): void {
	const twin = notes.findIndex(
		(other) =>
			other !== note && other.pitch === note.pitch && Math.abs(other.start - note.start) <= NEAR
	);
	if (twin < 0) return;
	const [gone] = notes.splice(twin, 1);
	if (gone!.end > note.end) notes[notes.indexOf(note)] = { ...note, end: gone!.end };
}

function split(note: PlayedNote, at: number): readonly PlayedNote[] {
	if (at < note.start + SHORTEST || at > note.end - SHORTEST) return [certain(note)];
	const { bends, ...rest } = certain(note);
	const cut = Math.round(((bends?.length ?? 0) * (at - note.start)) / (note.end - note.start));
	return [
		{ ...rest, end: seconds(at), ...(bends && { bends: bends.slice(0, cut) }) },
		{ ...rest, start: seconds(at), ...(bends && { bends: bends.slice(cut) }) }
	];
}

/** One note from the first of the two starts to the last of the ends. */
function merged(a: PlayedNote, b: PlayedNote): PlayedNote {
	const [first, second] = a.start <= b.start ? [a, b] : [b, a];
	const long = second.end - second.start;
	const share = long / (first.end - first.start + long) || 0;
	const { bends, ...rest } = first;
	return {
		...rest,
		end: seconds(Math.max(first.end, second.end)),
		level: first.level + (second.level - first.level) * share,
		confidence: CERTAIN,
		...(bends && second.bends && { bends: [...bends, ...second.bends] })
	};
}
