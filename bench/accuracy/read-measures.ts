/** Reads the measures of a MusicXML part as they are written: notes, rests and gaps with their place in the measure. */
import type { Element } from '@xmldom/xmldom';

export interface RawEvent {
	readonly kind: 'note' | 'rest' | 'gap';
	/** Quarters from the start of the measure. */
	readonly onset: number;
	readonly length: number;
	voice: string | null;
	readonly staff: number | null;
	readonly chord: boolean;
	readonly hidden: boolean;
	readonly wholeBar: boolean;
	readonly pitch: number;
	readonly tieStart: boolean;
	readonly tieStop: boolean;
	/** The length before its tuplet shortens it. */
	readonly written: number;
	readonly fingered: readonly [number, number] | null;
}

export interface RawBar {
	readonly events: readonly RawEvent[];
	readonly length: number;
	readonly time: Signature | null;
	readonly fifths: number;
	readonly implicit: boolean;
	readonly barline: boolean;
}

export interface Signature {
	readonly name: string;
	/** Quarters in a bar. */
	readonly bar: number;
}

export interface RawPart {
	readonly bars: readonly RawBar[];
	readonly tabStaves: ReadonlySet<number>;
}

const STEPS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Child elements of a name. */
export function all(parent: Element, name: string): Element[] {
	const found: Element[] = [];
	for (let child = parent.firstChild; child; child = child.nextSibling) {
		if (child.nodeType === 1 && (child as Element).tagName === name) found.push(child as Element);
	}
	return found;
}

/** The element at a path of names, or null. */
function at(parent: Element, path: string): Element | null {
	return path
		.split('/')
		.reduce<Element | null>((element, name) => (element && all(element, name)[0]) ?? null, parent);
}

/** Only the text directly inside: a file may be nested deeper than a call can be. */
function textOf(element: Element): string {
	let text = '';
	for (let child = element.firstChild; child; child = child.nextSibling) {
		if (child.nodeType === 3 || child.nodeType === 4) text += child.nodeValue ?? '';
	}
	return text.trim();
}

function textAt(parent: Element, path: string): string | null {
	const element = at(parent, path);
	return element && textOf(element);
}

/** No number of a score is larger: what is, and what is no number, counts as not said. */
const LARGEST = 1e6;

function numberAt(parent: Element, path: string, otherwise: number): number {
	const text = textAt(parent, path);
	const value = Number(text);
	return text === null || text === '' || !(Math.abs(value) <= LARGEST) ? otherwise : value;
}

export function readPart(part: Element): RawPart {
	const tabStaves = new Set<number>();
	const state = { divisions: 1, time: null as Signature | null, fifths: 0 };
	const transpose = new Map<string | null, number>();
	const shift = (staff: number): number => transpose.get(String(staff)) ?? transpose.get(null) ?? 0;

	function attributes(element: Element): void {
		const divisions = numberAt(element, 'divisions', state.divisions);
		if (divisions > 0) state.divisions = divisions;
		const time = at(element, 'time');
		if (time) state.time = signatureOf(time);
		for (const one of all(element, 'transpose')) {
			const semitones = numberAt(one, 'chromatic', 0) + 12 * numberAt(one, 'octave-change', 0);
			transpose.set(one.getAttribute('number'), semitones);
		}
		const key = at(element, 'key');
		if (key && at(key, 'fifths')) {
			const moved = 7 * shift(1) + 6;
			state.fifths = numberAt(key, 'fifths', 0) + (((moved % 12) + 12) % 12) - 6;
		}
		for (const clef of all(element, 'clef')) {
			const staff = Number(clef.getAttribute('number') ?? 1);
			if (textAt(clef, 'sign') === 'TAB') tabStaves.add(staff);
			else tabStaves.delete(staff);
		}
	}

	const bars = all(part, 'measure').map((measure): RawBar => {
		const events: RawEvent[] = [];
		let loose: RawEvent[] = [];
		let now = 0;
		let before = 0;
		let end = 0;
		let lastVoice: string | null = null;
		for (let node = measure.firstChild; node; node = node.nextSibling) {
			if (node.nodeType !== 1) continue;
			const element = node as Element;
			const length = Math.max(0, numberAt(element, 'duration', 0)) / state.divisions;
			if (element.tagName === 'attributes') attributes(element);
			else if (element.tagName === 'backup') {
				now = Math.max(0, now - length);
				for (const event of loose) event.voice = lastVoice;
				loose = [];
				lastVoice = null;
			} else if (element.tagName === 'forward') {
				const gap = gapOf(element, now, length);
				events.push(gap);
				if (gap.voice === null) loose.push(gap);
				now += length;
				end = Math.max(end, now);
			} else if (element.tagName === 'note' && !at(element, 'grace')) {
				const chord = at(element, 'chord') !== null;
				const event = noteOf(element, chord ? before : now, length, chord, shift);
				events.push(event);
				end = Math.max(end, event.onset + length);
				if (chord) continue;
				for (const one of loose) one.voice = event.voice;
				loose = [];
				lastVoice = event.voice;
				before = now;
				now += length;
			}
		}
		for (const event of loose) event.voice = lastVoice;
		return {
			events,
			length: end,
			time: state.time,
			fifths: state.fifths,
			implicit: measure.getAttribute('implicit') === 'yes',
			barline: all(measure, 'barline').some(
				(line) => (line.getAttribute('location') ?? 'right') === 'right'
			)
		};
	});
	return { bars, tabStaves };
}

function signatureOf(time: Element): Signature | null {
	const units = all(time, 'beat-type').map((one) => Number(textOf(one)));
	const counts = all(time, 'beats').map((one) =>
		textOf(one)
			.split('+')
			.reduce((sum, text) => sum + Number(text), 0)
	);
	const sane = [...units, ...counts].every((each) => each > 0 && each <= LARGEST);
	if (!sane || units.length === 0 || counts.length !== units.length) return null;
	if (at(time, 'senza-misura')) return null;
	const bar = counts.reduce((sum, count, i) => sum + (4 * count) / units[i]!, 0);
	const total = counts.reduce((sum, count) => sum + count, 0);
	const same = units.every((unit) => unit === units[0]);
	return {
		name: same
			? `${total}/${units[0]}`
			: counts.map((count, i) => `${count}/${units[i]}`).join('+'),
		bar
	};
}

/** How many notes in the time of how many: 1 and 1 outside of tuplets. */
function ratioOf(element: Element): readonly [number, number] {
	const actual = numberAt(element, 'time-modification/actual-notes', 1);
	const normal = numberAt(element, 'time-modification/normal-notes', 1);
	return actual > 0 && normal > 0 ? [actual, normal] : [1, 1];
}

const gapOf = (element: Element, onset: number, length: number): RawEvent => ({
	kind: 'gap',
	onset,
	length,
	voice: textAt(element, 'voice'),
	staff: numberAt(element, 'staff', 0) || null,
	chord: false,
	hidden: true,
	wholeBar: false,
	pitch: 0,
	tieStart: false,
	tieStop: false,
	written: length,
	fingered: null
});

function noteOf(
	element: Element,
	onset: number,
	length: number,
	chord: boolean,
	shift: (staff: number) => number
): RawEvent {
	const staff = numberAt(element, 'staff', 1);
	const pitched = at(element, 'pitch');
	const step = pitched && STEPS[textAt(pitched, 'step')?.toUpperCase() ?? ''];
	const pitch = step === undefined ? null : pitched;
	const ties = [...all(element, 'tie'), ...all(at(element, 'notations') ?? element, 'tied')];
	const tie = (type: string): boolean => ties.some((one) => one.getAttribute('type') === type);
	const [actual, normal] = ratioOf(element);
	const string = textAt(element, 'notations/technical/string');
	const fret = textAt(element, 'notations/technical/fret');
	return {
		kind: pitch ? 'note' : 'rest',
		onset,
		length,
		voice: textAt(element, 'voice') ?? '1',
		staff,
		chord,
		hidden:
			at(element, 'cue') !== null ||
			(pitch !== null && element.getAttribute('print-object') === 'no'),
		wholeBar: at(element, 'rest')?.getAttribute('measure') === 'yes',
		pitch: pitch
			? Math.round(12 * (numberAt(pitch, 'octave', 4) + 1) + step! + numberAt(pitch, 'alter', 0)) +
				shift(staff)
			: 0,
		tieStart: tie('start'),
		tieStop: tie('stop'),
		written: (length * actual) / normal,
		fingered: string && fret ? [Number(string), Number(fret)] : null
	};
}
