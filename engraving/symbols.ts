/**
 * Chord symbols as they are printed: the root, its quality in the shortest form
 * that players read, figures raised. Widths are Pretendard's own, written down,
 * so that a page is planned without a canvas.
 */
import type { Paper } from '#engraving/paper.ts';
import type { Bar, ChordQuality, ChordSymbol, PitchName, Score } from '#music/score/score.ts';

const SIZE = 15.5;
const RAISED_SIZE = 11;
const RISE = 4;

/** Between two symbols, and after the last one of a bar. */
const GAP = 6;

/** After the root: what stands on the line, and what is raised. */
const SUFFIXES: Record<ChordQuality, readonly [plain: string, raised: string]> = {
	major: ['', ''],
	minor: ['m', ''],
	diminished: ['°', ''],
	augmented: ['', '+'],
	'suspended-second': ['', 'sus2'],
	'suspended-fourth': ['', 'sus4'],
	power: ['', '5'],
	'major-sixth': ['', '6'],
	'minor-sixth': ['m', '6'],
	dominant: ['', '7'],
	'major-seventh': ['', 'maj7'],
	'minor-seventh': ['m', '7'],
	'half-diminished': ['m', '7♭5'],
	'diminished-seventh': ['°', '7']
};

const SIGNS = { [-1]: '♭', 0: '', 1: '♯' } as const;

const nameOf = ({ step, alter }: PitchName): string => `${step}${SIGNS[alter]}`;

/** The symbols over one bar. */
export const symbolsIn = (score: Score, bar: Bar): readonly ChordSymbol[] =>
	score.symbols.filter(({ at }) => at >= bar.start && at < bar.start + bar.length);

interface Run {
	readonly text: string;
	readonly size: number;
	readonly rise: number;
}

function runsOf({ root, quality, bass }: ChordSymbol): readonly Run[] {
	const [plain, raised] = SUFFIXES[quality];
	const runs = [
		{ text: nameOf(root) + plain, size: SIZE, rise: 0 },
		{ text: raised, size: RAISED_SIZE, rise: RISE },
		{ text: bass ? `/${nameOf(bass)}` : '', size: SIZE, rise: 0 }
	];
	return runs.filter(({ text }) => text !== '');
}

/** Pretendard SemiBold, in thousandths of its size; the signs are Bravura's, at the size they are set. */
const WIDTHS: Readonly<Record<string, number>> = {
	...{ A: 694, B: 630, C: 714, D: 696, E: 582, F: 561, G: 725, H: 715, P: 617, S: 623 },
	...{ a: 550, f: 357, g: 599, i: 244, j: 244, l: 244, m: 864, n: 584, s: 525, u: 582, w: 805 },
	...{ 0: 639, 1: 459, 2: 603, 3: 632, 4: 646, 5: 617, 6: 633, 7: 567, 8: 631, 9: 633 },
	...{ '+': 645, '/': 359, '°': 436, '½': 885, '¼': 847, '¾': 924, ' ': 238, '♯': 380, '♭': 340 }
};

/** What stands for a letter that is not listed: a Korean syllable is wider than any Latin letter but m. */
const OTHER = 880;

/** Width in units of text in the page's font at weight 600. */
export const textWidth = (text: string, size: number): number =>
	[...text].reduce((sum, letter) => sum + ((WIDTHS[letter] ?? OTHER) * size) / 1000, 0);

/** Units that a symbol takes in its row, with the gap after it. */
export const symbolWidth = (symbol: ChordSymbol): number =>
	runsOf(symbol).reduce((sum, { text, size }) => sum + textWidth(text, size), GAP);

/** SMuFL's accidentals for chord symbols, which stand on the baseline like letters; the text font has none. */
const MUSIC: Readonly<Record<string, string>> = { '♯': '\uED62', '♭': '\uED60' };

/** Of the size of the text: as high as its capitals. */
const MUSIC_SCALE = 1.12;

/** `x` is the left edge, `y` the baseline. */
export function drawSymbol(paper: Paper, symbol: ChordSymbol, x: number, y: number): void {
	const text = paper.glyph('', x, y, { className: 'chord-symbol' });
	let lift = 0;
	for (const { text: letters, size, rise } of runsOf(symbol)) {
		for (const part of letters.split(/([♯♭])/).filter((each) => each !== '')) {
			const sign = MUSIC[part];
			const span = paper.span(sign ?? part, sign ? size * MUSIC_SCALE : size);
			if (sign) span.setAttribute('class', 'sign');
			if (lift !== rise) span.setAttribute('dy', `${lift - rise}`);
			lift = rise;
			text.append(span);
		}
	}
}
