/**
 * Plain-text tablature, as players have passed it on since e-mail: one line of
 * dashes for each string, frets where they are played, wrapped at 80 columns.
 * Columns are shared out by time, so that the rhythm can be read off the spacing.
 */
import type { About } from '#music/export/about.ts';
import { keyName } from '#music/export/key-name.ts';
import { piecesOf, type Piece } from '#music/export/text-tab-bar.ts';
import { legendOf, strikesOf, type Strike } from '#music/export/text-tab-frets.ts';
import { soundingNotes } from '#music/export/sounding.ts';
import type { Score, TabStaff } from '#music/score/score.ts';
import { stringName, tuningId, tuningText, type TuningId } from '#music/tab/tuning.ts';

const WIDTH = 80;

/** A score without tab gives its heading alone: there are no strings to draw. */
export function toTextTab(score: Score, about: About): string {
	const lines = headingOf(score, about);
	if (score.tab !== null) {
		const names = labelsOf(score.tab);
		const room = WIDTH - names[0]!.length - 1;
		for (const system of systemsOf(allPieces(score, names.length, room), room)) {
			lines.push('', numberLine(system, names[0]!.length + 1));
			const over = system
				.map((piece) => piece.over)
				.join('')
				.trimEnd();
			if (over !== '') lines.push(' '.repeat(names[0]!.length + 1) + over);
			for (const [string, name] of names.entries()) {
				lines.push(`${name}|${system.map(({ rows }) => rows[string]!).join('')}`);
			}
		}
	}
	return `${lines.join('\n')}\n`;
}

function headingOf(score: Score, { title, artist }: About): string[] {
	const { metre, tempo, key, tab } = score;
	const lines = [title, artist].filter((line) => line !== '');
	lines.push('', `${metre.beats}/${metre.unit}, ${Math.round(tempo)} bpm, ${keyName(key)}`);
	if (tab !== null) {
		const id = tuningId(tab.tuning);
		lines.push(`Tuning: ${tuningText(tab.tuning)}${id === null ? '' : ` (${wordsOf(id)})`}`);
		if (tab.capo > 0) lines.push(`Capo: fret ${tab.capo}`);
		const legend = legendOf(soundingNotes(score));
		if (legend !== null) lines.push(legend);
	}
	return lines;
}

/** `drop D`, `half step down`, `5-string bass`. */
const wordsOf = (id: TuningId): string =>
	id
		.replace(/-(?=[a-z])/g, ' ')
		.replace(/^(\w+)-(\d)$/, '$2-string $1')
		.replace(/\b[a-z]\b|^dadgad$/g, (letters) => letters.toUpperCase());

/**
 * Names before the lines. As custom has it, the highest string is small where the lowest has
 * the same name, and so is a last string that is higher than its neighbour (ukulele, banjo).
 */
function labelsOf({ tuning }: TabStaff): readonly string[] {
	const names = tuning.map(stringName);
	const last = names.length - 1;
	if (last > 0 && tuning[last]! > tuning[last - 1]!) names[last] = names[last]!.toLowerCase();
	else if (last > 0 && names[0] === names[last]) names[0] = names[0]!.toLowerCase();
	const longest = Math.max(...names.map((name) => name.length));
	return names.map((name) => name.padEnd(longest));
}

function allPieces(score: Score, strings: number, room: number): readonly Piece[] {
	const struck = soundingNotes(score).filter(({ grace }) => !grace);
	const strikes = strikesOf(struck, strings);
	let next = 0;
	return score.bars.flatMap((bar) => {
		const inBar: Strike[] = [];
		for (; next < strikes.length && strikes[next]!.start < bar.start + bar.length; next++) {
			inBar.push(strikes[next]!);
		}
		const over = score.symbols.filter(({ at }) => at >= bar.start && at < bar.start + bar.length);
		return piecesOf(bar, inBar, over, strings, room);
	});
}

function systemsOf(pieces: readonly Piece[], room: number): readonly (readonly Piece[])[] {
	const systems: Piece[][] = [];
	let left = 0;
	for (const piece of pieces) {
		if (systems.length === 0 || piece.width > left) {
			systems.push([]);
			left = room;
		}
		systems.at(-1)!.push(piece);
		left -= piece.width;
	}
	return systems;
}

/** Bar numbers, each above the beginning of its bar; with the section that begins there: `9 [B]`. */
function numberLine(system: readonly Piece[], indent: number): string {
	let line = '';
	let column = indent;
	for (const { bar, width } of system) {
		if (bar !== null && line.length < column) {
			line = `${line.padEnd(column)}${bar.number}${bar.section === null ? '' : ` [${bar.section}]`}`;
		}
		column += width;
	}
	return line;
}
