/** The command line as a person runs it: a child process, real files, exit codes. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMidi } from 'midi-file';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Transcript } from '#music/export/transcript.ts';
import { gather, wav } from '#tests/support/clicks.ts';
import { strikes, struck } from '#tests/support/struck-tones.ts';

const SECONDS = 6;
const HERTZ = 22_050;
const MELODY = strikes(SECONDS);

let folder: string;
let melody: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'genesis-cli-'));
	const samples = await gather(struck(MELODY, SECONDS, HERTZ));
	melody = file('melody.wav', wav(samples, { hertz: HERTZ }));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('genesis transcribe', { timeout: 120_000 }, () => {
	test('writes the notes of a melody with strings and frets', async () => {
		const { code, stdout, stderr } = await genesis(
			'transcribe',
			melody,
			'--json',
			'-',
			'--capo',
			'0'
		);
		const transcript = JSON.parse(stdout) as Transcript;

		expect(code).toBe(0);
		expect(stderr).toMatch(/^\d+ notes in \d+ bars, .+ bpm\n$/);
		expect(transcript.notes.map((note) => note[2])).toEqual(MELODY.map(({ pitch }) => pitch));
		transcript.notes.forEach((note, i) => {
			expect(Math.abs(note[0] - MELODY[i]!.at)).toBeLessThan(0.025);
			expect(note).toHaveLength(5);
		});
		expect(transcript).toMatchObject({
			key: expect.stringMatching(/^[A-G][b#]? (major|minor)$/) as string,
			time_signature: expect.stringMatching(/^\d+\/\d$/) as string
		});
		expect(transcript.beats.length).toBeGreaterThan(transcript.downbeats.length);
	});

	test('writes every format at once, and one line about it', async () => {
		const out = (name: string) => join(folder, name);
		const { code, stdout } = await genesis(
			...['transcribe', melody, '--musicxml', out('m.musicxml'), '--midi', out('m.mid')],
			...['--text-tab', out('m.txt'), '--json', out('m.json'), '--tuning', 'D2,A2,D3,G3,B3,E4']
		);

		expect(code).toBe(0);
		expect(stdout.trim().split('\n')).toHaveLength(1);
		expect(readFileSync(out('m.musicxml'), 'utf8')).toContain('<score-partwise');
		const struckKeys = parseMidi(readFileSync(out('m.mid')))
			.tracks.flat()
			.filter((event) => event.type === 'noteOn');
		expect(struckKeys).toHaveLength(MELODY.length);
		expect(readFileSync(out('m.txt'), 'utf8')).toContain('D2');
	});

	test('hears less when it is told to hear less', async () => {
		const args = ['transcribe', melody, '--json', '-', '--fmin', '320', '--no-melodia'];
		const { stdout } = await genesis(...args);

		const pitches = (JSON.parse(stdout) as Transcript).notes.map((note) => note[2]);
		expect(pitches).toEqual(MELODY.map(({ pitch }) => pitch).filter((pitch) => pitch > 62));
	});

	test('explains itself', async () => {
		const { code, stdout } = await genesis('--help');

		expect(code).toBe(0);
		expect(stdout).toContain('transcribe AUDIO');
	});

	test.each([
		['an unknown command', ['sing']],
		['no recording', ['transcribe']],
		['two recordings', ['transcribe', 'a.wav', 'b.wav']],
		['an unknown option', ['transcribe', 'a.wav', '--loud']],
		['a threshold that is none', ['transcribe', 'a.wav', '--onset', 'high']],
		['a tuning that is none', ['transcribe', 'a.wav', '--tuning', 'E2,H2']],
		['half a fret', ['transcribe', 'a.wav', '--capo', '1.5']],
		['an engine that is not here', ['transcribe', 'a.wav', '--engine', 'tfjs']],
		['two results on one output', ['transcribe', 'a.wav', '--json', '-', '--midi', '-']]
	])('answers %s with one line and exit code 2', async (_, args) => {
		expectOneLine(await genesis(...args), 2);
	});

	test.each([
		['is not there', () => join(folder, 'nothing.wav')],
		['is a folder', () => folder],
		['is empty', () => file('empty.wav', new Uint8Array())],
		['is silent', () => file('silent.wav', wav(new Float32Array(8000), { hertz: 8000 }))],
		['is a letter', () => file('letter.mp3', new TextEncoder().encode('Dear Ana'))],
		['is damaged', () => file('half.wav', readFileSync(melody).subarray(0, 30))]
	])('answers a recording that %s with one line and exit code 3', async (_, path) => {
		expectOneLine(await genesis('transcribe', path()), 3);
	});

	test('finds out before it listens that a result has no place', async () => {
		const nowhere = join(folder, 'no', 'such', 'folder', 'a.json');

		expectOneLine(await genesis('transcribe', melody, '--json', nowhere), 3);
	});

	test('says when the recording ends early', async () => {
		const cut = readFileSync(melody).subarray(0, 44 + SECONDS * HERTZ);
		const { code, stdout } = await genesis('transcribe', file('cut.wav', cut));

		expect(code).toBe(0);
		expect(stdout).toContain('the file ends early');
	});
});

interface Run {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

function genesis(...args: readonly string[]): Promise<Run> {
	return new Promise((done) => {
		execFile(process.execPath, ['cli/genesis.ts', ...args], (error, stdout, stderr) =>
			done({ code: error ? Number(error.code) : 0, stdout, stderr })
		);
	});
}

function expectOneLine({ code, stdout, stderr }: Run, expected: number): void {
	expect(code).toBe(expected);
	expect(stdout).toBe('');
	expect(stderr).toMatch(/^genesis: [^\n]+\n$/);
}

function file(name: string, bytes: Uint8Array): string {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	return path;
}
