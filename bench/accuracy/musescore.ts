/**
 * What MuseScore makes of the same notes: its import of a MIDI file at a
 * constant 120 beats a minute, which is all that a list of notes can say.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMidi, type MidiEvent } from 'midi-file';
import type { TruthNote } from './truth.ts';

const NAMES = ['mscore3', 'musescore3', 'mscore', 'musescore'];
const TICKS = 480;
const TICKS_A_SECOND = 2 * TICKS;
const TIMEOUT_MS = 60_000;

/** The program's name, or null where it is not installed. */
export function findMuseScore(): string | null {
	const runs = (name: string): boolean => run(name, ['--version']).status === 0;
	return NAMES.find(runs) ?? null;
}

/** Its MusicXML, or null when it fails. */
export function importedBy(program: string, notes: readonly TruthNote[]): string | null {
	const folder = mkdtempSync(join(tmpdir(), 'import-'));
	try {
		const [midi, xml] = [join(folder, 'notes.mid'), join(folder, 'notes.musicxml')];
		writeFileSync(midi, midiOf(notes));
		run(program, ['-o', xml, midi]);
		return existsSync(xml) ? readFileSync(xml, 'utf8') : null;
	} finally {
		rmSync(folder, { recursive: true });
	}
}

function run(program: string, args: readonly string[]): { readonly status: number | null } {
	return spawnSync(program, args, {
		stdio: 'ignore',
		timeout: TIMEOUT_MS,
		env: { ...process.env, QT_QPA_PLATFORM: 'offscreen' }
	});
}

/** One track; the notes of a list have no beats. */
function midiOf(notes: readonly TruthNote[]): Uint8Array {
	const events = notes
		.flatMap(([onset, offset, pitch]) => {
			const at = Math.max(0, Math.round(onset * TICKS_A_SECOND));
			const end = Math.max(at + 1, Math.round(offset * TICKS_A_SECOND));
			const noteNumber = Math.min(127, Math.max(0, Math.round(pitch)));
			const on = { type: 'noteOn', channel: 0, noteNumber, velocity: 80 } as const;
			const off = { type: 'noteOff', channel: 0, noteNumber, velocity: 0 } as const;
			return [
				{ at, order: 1, event: on },
				{ at: end, order: 0, event: off }
			];
		})
		.sort((a, b) => a.at - b.at || a.order - b.order || a.event.noteNumber - b.event.noteNumber);
	let before = 0;
	const track = events.map(({ at, event }): MidiEvent => {
		const deltaTime = at - before;
		before = at;
		return { deltaTime, ...event };
	});
	const tempo: MidiEvent = { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: 500_000 };
	return Uint8Array.from(
		writeMidi({
			header: { format: 0, numTracks: 1, ticksPerBeat: TICKS },
			tracks: [[tempo, ...track, { deltaTime: 0, type: 'endOfTrack' }]]
		})
	);
}
