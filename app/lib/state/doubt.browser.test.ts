import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { pitch, type PlayedNote } from '#music/note.ts';
import type { Reading } from '#music/readings.ts';
import { Doubt } from '#app/state/doubt.svelte.ts';
import { Workspace } from '#app/state/workspace.svelte.ts';
import { document, openLibrary, writer, type OpenLibrary } from '#tests/support/open-library.ts';
import { melody } from '#tests/support/performance.ts';

/** Twenty notes; the ear is unsure of the third and the eleventh. */
const NOTES: readonly PlayedNote[] = melody(
	'60:1 62:1 64:1 65:1 67:1 69:1 71:1 72:1 71:1 69:1 67:1 65:1 64:1 62:1 60:1 62:1 64:1 65:1 64:1 60:1'
).map((note, i) => ({ ...note, confidence: i === 2 || i === 10 ? 0.4 : 0.99 }));

const HIGHER: Reading = { kind: 'pitch', pitch: pitch(76), share: 0.3 };

let library: OpenLibrary;
let workspace: Workspace;
let doubt: Doubt;
let clock: number;
const player = { pause: vi.fn() };
const excerpt = { play: vi.fn(), stop: vi.fn(), dispose: vi.fn() };

async function open(id: string): Promise<void> {
	const { scores, recordings } = library;
	const transcriber = { hear: vi.fn(), readings: vi.fn() };
	workspace = new Workspace(id, { scores, recordings, transcriber, writer, now: () => ++clock });
	await workspace.load();
	vi.spyOn(workspace, 'readings').mockResolvedValue([{ kind: 'remove', share: 0.5 }, HIGHER]);
	doubt = new Doubt({ workspace, player, excerpt });
}

beforeEach(async () => {
	library = openLibrary();
	clock = 100;
	vi.clearAllMocks();
	excerpt.play.mockResolvedValue(undefined);
	const score = document('Doubtful', NOTES);
	const recording = crypto.randomUUID();
	await library.scores.put(score, undefined, { recording });
	await library.recordings.keep(recording, new File(['sound'], 'take.wav'));
	await open(score.id);
});

afterEach(async () => {
	doubt.dispose();
	await workspace.flush();
	await library.close();
});

const pitches = (): readonly number[] => workspace.written.map(({ pitch }) => pitch);
const reopened = async (): Promise<void> => {
	await workspace.flush();
	await open(workspace.id);
};
/** Opens the first, with what else it may be. */
const openFirst = async (): Promise<void> => {
	doubt.first();
	await vi.waitFor(() => expect(doubt.readings).toEqual([HIGHER]));
};

describe('the queue of doubtful notes', () => {
	test('is stepped through in order of time, and around its ends', () => {
		expect(doubt.first()).toBe(true);
		expect(doubt.open).toBe(2);
		doubt.step(1);
		expect(doubt.open).toBe(10);
		doubt.step(1);
		expect(doubt.open).toBe(2);
		doubt.step(-1);
		expect(doubt.open).toBe(10);
	});

	test('grows shorter by what is kept, and is closed by the last answer', () => {
		doubt.first();
		doubt.keep();
		expect(doubt.queue).toHaveLength(1);
		expect(doubt.open).toBe(10);
		doubt.remove();
		expect(doubt.queue).toHaveLength(0);
		expect(doubt.note).toBeNull();
	});

	test('is as short when the score is opened again', async () => {
		doubt.first();
		doubt.keep();
		await reopened();

		expect(doubt.queue.map(({ pitch }) => pitch)).toEqual([67]);
	});

	test('has a note again whose answer was undone', async () => {
		doubt.first();
		doubt.keep();
		await workspace.undo();

		expect(doubt.queue).toHaveLength(2);
	});
});

describe('another reading', () => {
	test('is written at once, stays open, and is what is kept', async () => {
		await openFirst();
		doubt.choose(1);
		await vi.waitFor(() => expect(pitches()).toContain(76));
		expect(doubt.chosen).toBe(1);
		expect(workspace.written[doubt.open!]?.pitch).toBe(76);
		doubt.keep();
		await reopened();

		expect(pitches()[2]).toBe(76);
	});

	test('is taken back by choosing the note as it was heard, or by undo', async () => {
		await openFirst();
		doubt.choose(1);
		doubt.choose(0);
		await vi.waitFor(() => expect(pitches()[2]).toBe(64));
		await workspace.undo();
		expect(doubt.chosen).toBe(1);
		await workspace.undo();

		expect(doubt.chosen).toBe(0);
		expect(pitches()).toEqual(NOTES.map((note) => note.pitch));
	});

	test('leaves what was said of other notes as it was', async () => {
		doubt.first();
		doubt.remove();
		await vi.waitFor(() => expect(doubt.readings).toEqual([HIGHER]));
		doubt.choose(1);
		await vi.waitFor(() => expect(pitches()).toContain(76));

		expect(pitches()).toHaveLength(19);
	});
});

describe('a note that nobody doubts', () => {
	test('is asked about by itself: its answer leads nowhere else', async () => {
		doubt.ask(5);
		expect(doubt.unsure).toBe(false);
		doubt.remove();
		await vi.waitFor(() => expect(pitches()).toHaveLength(19));

		expect(doubt.note).toBeNull();
		expect(doubt.queue).toHaveLength(2);
	});

	test('is played elsewhere on the neck from then on', async () => {
		await workspace.setWriting({ instrument: 'guitar' });
		doubt.ask(4);
		doubt.pin({ string: 3, fret: 12 });
		doubt.pin({ string: 4, fret: 17 });
		await vi.waitFor(() => expect(doubt.pins.get(4)).toEqual({ string: 4, fret: 17 }));
		await workspace.undo();
		expect(doubt.pins.get(4)).toEqual({ string: 3, fret: 12 });
		await workspace.redo();
		await reopened();

		expect(workspace.document?.writing.pins).toEqual([
			{ pitch: 67, start: NOTES[4]!.start, position: { string: 4, fret: 17 } }
		]);
	});
});

describe('hearing a note', () => {
	test('plays the recording around it, while the player rests', async () => {
		doubt.first();
		await doubt.listen();

		expect(player.pause).toHaveBeenCalled();
		expect(excerpt.play).toHaveBeenCalledWith(workspace.recording, { start: 0.5, end: 1.98 });
	});

	test('ends with the note: another one is heard by itself', () => {
		let ended = (): void => undefined;
		excerpt.play.mockReturnValue(new Promise<void>((resolve) => (ended = resolve)));
		doubt.first();
		void doubt.listen();
		expect(doubt.sounding).toBe(true);
		doubt.step(1);
		expect(doubt.sounding).toBe(false);
		void doubt.listen();
		ended();

		expect(doubt.sounding).toBe(true);
	});
});
