/**
 * Reads a MusicXML score (partwise) into the notes that stand on its pages:
 * chords, backups, tuplets and transposition resolved, ties merged, graces and
 * cues left out, a tab staff that doubles a normal one counted once.
 */
import { DOMParser, onWarningStopParsing, type Element } from '@xmldom/xmldom';
import { barsOf, EPS, type PageBar } from './page-bars.ts';
import { all, readPart, type RawPart } from './read-measures.ts';
import { readabilityOf } from './readability.ts';
import type { Hand, Page, PageNote } from './written-note.ts';
import { fail, ok, type Result } from '#music/result.ts';

export type Unreadable =
	| { readonly code: 'not-xml' }
	/** XML, but no partwise score. */
	| { readonly code: 'not-a-score' }
	| { readonly code: 'no-measures' };

/** What a file says that its format forbids is passed over; what cannot be read at all is a failure. */
export function readMusicXml(text: string): Result<Page, Unreadable> {
	const root = rootOf(text);
	if (root === null) return fail({ code: 'not-xml' });
	if (root.tagName !== 'score-partwise') return fail({ code: 'not-a-score' });
	const parts = all(root, 'part').map(readPart);
	if (parts.every(({ bars }) => bars.length === 0)) return fail({ code: 'no-measures' });
	const bars = barsOf(parts.map((part) => part.bars));
	const tied = merged(parts, bars);
	const { notes, dropped } = withoutTab(tied, parts);
	const used = stavesIn(parts).filter((staff) => !dropped.has(staff));
	return ok({
		notes: notes.map((note) => ({ ...pageNote(note), hands: [handOf(note, used)] })).sort(inOrder),
		time: bars.find(({ time }) => time !== null)?.time?.name ?? null,
		fifths: bars[0]?.fifths ?? null,
		staves: used.length,
		grid: 1 / 96,
		printed: true,
		readability: readabilityOf(
			parts.map((part) => part.bars),
			bars,
			(part, staff) => dropped.has(`${part}.${staff ?? 1}`)
		)
	});
}

/** The parser says what is wrong by throwing. */
function rootOf(text: string): Element | null {
	try {
		const parser = new DOMParser({ onError: onWarningStopParsing });
		return parser.parseFromString(text, 'text/xml').documentElement;
	} catch {
		return null;
	}
}

export const inOrder = (a: PageNote, b: PageNote): number => a.onset - b.onset || a.pitch - b.pitch;

interface Merged {
	readonly staff: string;
	readonly voice: string | null;
	readonly onset: number;
	end: number;
	readonly pitch: number;
	readonly bar: PageBar;
	readonly inBar: number;
	fingered: readonly [number, number] | null;
}

/** Joins a tie's end to the open note of the same pitch that ends there. */
function merged(parts: readonly RawPart[], bars: readonly PageBar[]): Merged[] {
	const notes: Merged[] = [];
	parts.forEach((part, p) => {
		const open = new Map<number, Merged[]>();
		part.bars.forEach(({ events }, b) => {
			const bar = bars[b]!;
			const sounding = events
				.filter(({ kind, hidden }) => kind === 'note' && !hidden)
				.sort((one, other) => one.onset - other.onset);
			for (const event of sounding) {
				const onset = bar.start + event.onset;
				if (event.tieStop) {
					const waiting = (open.get(event.pitch) ?? []).filter(
						({ end }) => Math.abs(end - onset) <= EPS
					);
					const first = waiting.find(({ voice }) => voice === event.voice) ?? waiting[0];
					if (first) {
						first.end += event.length;
						if (!event.tieStart) {
							open.set(
								event.pitch,
								open.get(event.pitch)!.filter((one) => one !== first)
							);
						}
						continue;
					}
				}
				const note: Merged = {
					staff: `${p}.${event.staff ?? 1}`,
					voice: event.voice,
					onset,
					end: onset + event.length,
					pitch: event.pitch,
					bar,
					inBar: bar.shift + event.onset,
					fingered: event.fingered
				};
				notes.push(note);
				if (event.tieStart) open.set(event.pitch, [...(open.get(event.pitch) ?? []), note]);
			}
		});
	});
	return notes;
}

function withoutTab(
	notes: readonly Merged[],
	parts: readonly RawPart[]
): { readonly notes: readonly Merged[]; readonly dropped: ReadonlySet<string> } {
	const tabs = parts.flatMap(({ tabStaves }, p) => [...tabStaves].map((staff) => `${p}.${staff}`));
	const normal = new Map<string, Merged[]>();
	const keyOf = (onset: number, pitch: number): string => `${onset.toFixed(4)} ${pitch}`;
	for (const note of notes) {
		if (tabs.includes(note.staff)) continue;
		const key = keyOf(note.onset, note.pitch);
		normal.set(key, [...(normal.get(key) ?? []), note]);
	}
	const dropped = new Set<string>();
	for (const tab of tabs.sort()) {
		const own = notes.filter(({ staff }) => staff === tab);
		for (const octave of [0, 12, -12]) {
			const doubles = own.map((note) => normal.get(keyOf(note.onset, note.pitch + octave)));
			const hits = doubles.filter((double) => double !== undefined).length;
			if (normal.size === 0 || hits * 2 < own.length) continue;
			own.forEach((note, i) => {
				// Of a unison on two strings each has its own.
				const double = doubles[i]?.find(({ fingered }) => fingered === null);
				if (double && note.fingered) double.fingered = note.fingered;
			});
			dropped.add(tab);
			break;
		}
	}
	return { notes: notes.filter(({ staff }) => !dropped.has(staff)), dropped };
}

function stavesIn(parts: readonly RawPart[]): string[] {
	const staves = new Set<string>();
	parts.forEach(({ bars }, p) => {
		for (const { events } of bars) {
			for (const { staff } of events) if (staff !== null) staves.add(`${p}.${staff}`);
		}
	});
	return [...staves].sort();
}

/** The first staff of an instrument is the right hand's. */
function handOf({ staff }: Merged, used: readonly string[]): Hand {
	const own = used.filter((one) => one.split('.')[0] === staff.split('.')[0]);
	return (own.length > 1 ? own : used).indexOf(staff) === 0 ? 'R' : 'L';
}

function pageNote({ onset, end, pitch, bar, inBar, fingered }: Merged): Omit<PageNote, 'hands'> {
	const barLength = bar.nominal ?? bar.length;
	return {
		onset,
		lengths: [end - onset],
		pitch,
		place: barLength ? inBar % barLength : inBar,
		barLength,
		fingered,
		optional: false
	};
}
