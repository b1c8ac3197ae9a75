/** Printed music that `perform-heard.ts` let the ear hear, as more pieces to fit a judge of notes on. */
import { readFileSync } from 'node:fs';
import { readActivations, type Piece } from './corpus.ts';
import { INSTRUMENTS } from './instruments.ts';
import type { Played } from './perform.ts';

interface Line {
	readonly instrument: string;
	readonly played: readonly Played[];
}

/** @param file as it was written, with what the network said beside it */
export function heardPieces(file: string): Piece[] {
	const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
	return lines.map((line, i) => {
		const { instrument: name, played } = JSON.parse(line) as Line;
		const { source, profile } = INSTRUMENTS.find((one) => one.name === name)!;
		return {
			name: `${name}, printed ${i}`,
			instrument: name,
			source,
			profile,
			notes: played,
			pedal: [],
			seconds: Math.max(...played.map(({ end }) => end)) + 1,
			activations: readActivations(`${file}.${i}.act`)
		};
	});
}
