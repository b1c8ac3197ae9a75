/** The pieces that the engraving is tried on. */
import { write } from '#engraving/testing/notation.ts';
import type { Score } from '#music/score/score.ts';

/** Two voices and tab in three-four: the design reference's own example. */
export const arirang = (): Score =>
	write({
		metre: '3/4',
		fifths: 2,
		bars: [
			['a4:q. b4:8 a4:8 b4:8', 'a3:q d4:h'],
			['d5:q. e5:8 d5:8 e5:8', 'd4:q [f#4 a4]:h'],
			['f#5:q e5:8 d5:8 b4:8 a4:8', 'd4:h a3:q'],
			['a4:q. b4:8 a4:8 b4:8', 'a3:q d4:h'],
			['d5:q. e5:8 f#5:16 e5:16 d5:16 b4:16', 'g3:q d4:q b4:q'],
			['a4:q. b4:8 a4:8 b4:8', 'f#3:q d4:h'],
			['d5:q. e5:8 d5:8 e5:8', 'g3:q a3:h'],
			['d5:h.', 'd4:8 a4:8 d4:8 a4:8 d4:8 a4:8'],
			['a5:h a5:q', 'd4:q [f#4 a4]:h'],
			['a5:q f#5:q e5:q', 'b3:h a3:q'],
			['f#5:q e5:8 d5:8 b4:8 a4:8', 'd4:h.'],
			['a4:q. b4:8 a4:8 b4:8', 'a3:q d4:h'],
			['~[d4 f#4 a4 d5]:h.', 's:q s:h'],
			['[d4 f#4 a4 d5]:h r:q', '']
		]
	});

/** Both hands, rests, seconds, accidentals in both staves. */
export const nocturne = (): Score =>
	write({
		metre: '4/4',
		fifths: -3,
		instrument: 'piano',
		bars: [
			['bb4:h ~g5:h', '', 'eb3:8 bb3:8 eb4:8 bb3:8 eb3:8 bb3:8 eb4:8 bb3:8'],
			['g5:q f5:8 g5:8 f5:q. eb5:8', '', 'ab2:q [eb3 c4]:q bb2:q [f3 ab3 bb3]:q'],
			['[eb5 f5]:h b4:q c5:8 c#5:8', 'g4:h r:q ab4:q', 'eb3:h [g2 g3]:h'],
			['r:bar', '', 'c3:16 g3:16 c4:16 e4:16 eb4:q r:h'],
			['d5:8. eb5:16 f5:q [ab5 c6]:h', '', '~bb1:w'],
			['~[g5 b5 d6]:w', '', '[bb1 f#3]:w'],
			['[g5 b5 d6]:h e5:8 r:8 r:q', '', 'r:q g#3:q a3:q. bb3:8'],
			['eb5:w', '', '[eb2 eb3]:w']
		]
	});

/** A melody alone in six-eight, with a pickup. */
export const jig = (): Score =>
	write({
		metre: '6/8',
		fifths: 1,
		instrument: 'melody',
		pickup: true,
		bars: [
			['d5:8'],
			['g4:8 a4:8 b4:8 c5:8 b4:8 a4:8'],
			['d5:q e5:8 d5:q.'],
			['~g5:q. g5:q f#5:8'],
			['e5:16 d5:16 c5:8 b4:8 a4:q.'],
			['r:q. d5:q.'],
			['g4:8. a4:16 b4:8 d5:8 r:8 g5:8'],
			['g4:h.']
		]
	});

/** Triplets in a beam and out of one, ties over bars, dense chromatic chords. */
export const study = (): Score =>
	write({
		metre: '4/4',
		bars: [
			['{c5:8 d5:8 e5:8} {f5:q g5:8} ~a5:h'],
			['a5:q {g4:q a4:q b4:q} ~c5:q'],
			['c5:q [c#5 e5 g#5]:8 [d5 f#5 a5]:8 [d#5 g5 bb5]:8 [e5 g#5 b5]:8 r:8 d5:8'],
			['e5:16 f5:16 f#5:16 g5:16 g#5:16 a5:16 a#5:16 b5:16 c6:q r:q'],
			['{r:8 e4:8 f4:8} {e3:8 f#3:8 g3:8} [e3 b3 e4 g#4 b4 e5]:h'],
			['~[c4 d4]:q [c4 d4]:8 e5:8. f5:16 g5:8. r:q'],
			['[f4 g4 a4]:q. [bb4 c5]:8 e6:q e3:q'],
			['c5:32 d5:32 e5:32 f5:32 g5:8 {a5:16 g5:16 f5:16} e5:8 d5:h']
		]
	});

/** As long as a long song. */
export const longPiece = (bars: number): Score => {
	const lines = [
		['a4:q. b4:8 a4:8 b4:8', 'a3:q d4:h'],
		['d5:q. e5:8 d5:8 e5:8', 'd4:q [f#4 a4]:h'],
		['d5:q. e5:8 f#5:16 e5:16 d5:16 b4:16', 'g3:q d4:q b4:q']
	];
	return write({
		metre: '3/4',
		fifths: 2,
		bars: Array.from({ length: bars }, (_, i) => lines[i % lines.length]!)
	});
};
