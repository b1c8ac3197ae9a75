/** Chord symbols over the beats of a score: found in its written notes, named by its keys. */
import { beatTicks, beatsInBar } from '#music/rhythm/count.ts';
import type { BarSpan } from '#music/score/fill.ts';
import type { LineNote } from '#music/score/line.ts';
import type { ChordSymbol } from '#music/score/score.ts';
import type { Instrument, Key } from '#music/settings.ts';
import { bassName, rootName } from '#music/theory/chord-names.ts';
import { findHarmony, type Harmony, type HarmonyBeat } from '#music/theory/harmony.ts';
import { ticks } from '#music/time.ts';

/** Those who play from symbols; a pianist or a singer has to ask for them. */
const READERS: ReadonlySet<Instrument> = new Set(['guitar', 'bass', 'ukulele', 'banjo']);

/** Whether symbols are written: as the person wishes, else where the instrument's players read them. */
export const wantsSymbols = (wish: boolean | null, instrument: Instrument): boolean =>
	wish ?? READERS.has(instrument);

/**
 * In order, never two alike in a row.
 * @param notes every note of the score, at its written start and sounding end
 * @param keys of each bar
 */
export function symbolsOf(
	notes: readonly LineNote[],
	bars: readonly BarSpan[],
	keys: readonly Key[]
): ChordSymbol[] {
	const beats = beatsOf(bars, keys);
	const symbols: ChordSymbol[] = [];
	for (const harmony of findHarmony(notes, beats)) {
		const symbol = named(harmony, beats[harmony.from]!);
		const last = symbols.at(-1);
		if (last === undefined || nameOf(last) !== nameOf(symbol)) symbols.push(symbol);
	}
	return symbols;
}

/** The beats of every bar; a pickup's stand at its end. */
function beatsOf(bars: readonly BarSpan[], keys: readonly Key[]): HarmonyBeat[] {
	return bars.flatMap(({ start, length, offset, metre }, b) => {
		const beat = beatTicks(metre);
		const count = beatsInBar(metre);
		return Array.from({ length: Math.ceil(length / beat) }, (_, i): HarmonyBeat => {
			const place = Math.floor(offset / beat) + i;
			const middle = count >= 4 && count % 2 === 0 && place * 2 === count;
			return {
				start: start + i * beat,
				length: Math.min(beat, length - i * beat),
				strength: place === 0 ? 2 : middle ? 1 : 0,
				key: keys[b]!
			};
		});
	});
}

function named({ root, kind, bass }: Harmony, { start, key }: HarmonyBeat): ChordSymbol {
	const name = rootName(root, key);
	return {
		at: ticks(start),
		root: name,
		quality: kind.quality,
		bass: bass === root ? null : bassName(bass, { pc: root, name }, kind, key)
	};
}

const nameOf = ({ root, quality, bass }: ChordSymbol): string =>
	[root.step, root.alter, quality, bass?.step, bass?.alter].join();
