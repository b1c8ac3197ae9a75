/**
 * Plain-text tablature, as players have passed it on since e-mail: one line of
 * dashes for each string, frets where they are played, wrapped at 80 columns.
 * Columns are shared out by time, so that the rhythm can be read off the spacing.
 */
import type { About } from '#music/export/about.ts';
import { keyName } from '#music/export/key-name.ts';
import { piecesOf, type Piece } from '#music/export/text-tab-bar.ts';
import { soundingNotes, type SoundingNote } from '#music/export/sounding.ts';
import type { Score, TabStaff } from '#music/score/score.ts';
import { stringName, tuningId, tuningText } from '#music/tab/tuning.ts';

const WIDTH = 80;

/** A score without tab gives its heading alone: there are no strings to draw. */
export function toTextTab(score: Score, about: About): string {
	const lines = headingOf(score, about);
	if (score.tab !== null) {
		const names = labelsOf(score.tab);
		const room = WIDTH - names[0]!.length - 1;
		for (const system of systemsOf(allPieces(score, names.length, room), room)) {
			lines.push('', numberLine(system, names[0]!.length + 1));
			for (const [string, name] of names.entries()) {
				lines.push(`${name}|${system.map(({ rows }) => rows[string]!).join('')}`);
			}
		}
	}
	return `${lines.join('\n')}\n`;
}

function headingOf({ metre, tempo, key, tab }: Score, { title, artist }: About): string[] {
	const lines = [title, artist].filter((line) => line !== '');
	lines.push('', `${metre.beats}/${metre.unit}, ${Math.round(tempo)} bpm, ${keyName(key)}`);
	if (tab !== null) {
		const name = tuningId(tab.tuning) === 'standard' ? ' (standard)' : '';
		lines.push(`Tuning: ${tuningText(tab.tuning)}${name}`);
		if (tab.capo > 0) lines.push(`Capo: fret ${tab.capo}`);
	}
	return lines;
}

/** Names before the lines; the highest string is small where the lowest has the same name, as custom has it. */
function labelsOf({ tuning }: TabStaff): readonly string[] {
	const names = tuning.map(stringName);
	if (names.length > 1 && names[0] === names.at(-1)) names[0] = names[0]!.toLowerCase();
	const longest = Math.max(...names.map((name) => name.length));
	return names.map((name) => name.padEnd(longest));
}

function allPieces(score: Score, strings: number, room: number): readonly Piece[] {
	const notes = soundingNotes(score);
	let next = 0;
	return score.bars.flatMap((bar) => {
		const inBar: SoundingNote[] = [];
		for (; next < notes.length && notes[next]!.start < bar.start + bar.length; next++) {
			inBar.push(notes[next]!);
		}
		return piecesOf(bar, inBar, strings, room);
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

/** Bar numbers, each above the beginning of its bar. */
function numberLine(system: readonly Piece[], indent: number): string {
	let line = '';
	let column = indent;
	for (const { number, width } of system) {
		if (number !== null && line.length < column) line = `${line.padEnd(column)}${number}`;
		column += width;
	}
	return line;
}
