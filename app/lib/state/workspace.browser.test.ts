import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CONTOUR_BINS, KEYS } from '#models/activations.ts';
import type { PlayedNote } from '#music/note.ts';
import type { HearSettings } from '#music/settings.ts';
import { thresholdsAt } from '#app/state/sensitivity.ts';
import { Workspace } from '#app/state/workspace.svelte.ts';
import { document, openLibrary, writer, type OpenLibrary } from '#tests/support/open-library.ts';
import { melody } from '#tests/support/performance.ts';
import { pitch } from '#music/note.ts';
import { refOf } from '#music/correct.ts';

const SCALE = melody('60:1 62:1 64:1 65:1 67:1 69:1 71:1 72:1');

let library: OpenLibrary;
let workspace: Workspace;
let puts: number;
let clock: number;
let asked: { hearing: HearSettings; answer: (notes: readonly PlayedNote[]) => void }[];

beforeEach(async () => {
	library = openLibrary();
	puts = 0;
	clock = 100;
	asked = [];
	const score = document('Scale', SCALE);
	const recording = crypto.randomUUID();
	await library.scores.put(score, undefined, { recording });
	await library.recordings.keep(recording, new File(['sound'], 'scale.wav'));
	await library.recordings.keepHearing(recording, {
		activations: {
			frames: 1,
			note: new Uint8Array(KEYS),
			onset: new Uint8Array(KEYS),
			contour: new Uint8Array(CONTOUR_BINS)
		},
		peaks: new Float32Array(4)
	});
	const put = library.scores.put.bind(library.scores);
	library.scores.put = (...given) => {
		puts += 1;
		return put(...given);
	};
	workspace = new Workspace(score.id, {
		scores: library.scores,
		recordings: library.recordings,
		transcriber: {
			hear: (_activations, hearing) =>
				new Promise((answer) => void asked.push({ hearing, answer })),
			readings: (_activations, notes, index) =>
				Promise.resolve([{ kind: 'pitch', pitch: pitch(notes[index]!.pitch + 12), share: 0.4 }])
		},
		writer,
		now: () => ++clock
	});
	await workspace.load();
});

afterEach(async () => {
	await workspace.flush();
	await library.close();
});

const saved = (): Promise<void> =>
	vi.waitFor(() => expect(workspace.saved).toBe('saved'), { timeout: 3000 });

async function onDisk() {
	const read = await library.scores.read(workspace.id);
	if (!read.ok) throw new Error(read.error.code);
	return read.value;
}

describe('an open score', () => {
	test('shows its page, its recording and how loud it is', () => {
		expect(workspace.score?.bars.length).toBeGreaterThan(0);
		expect(workspace.recording?.name).toBe('scale.wav');
		expect(workspace.canHearAgain).toBe(true);
	});

	test('hears the recording again when the sensitivity changes', async () => {
		const changed = workspace.setHearing(thresholdsAt(80));
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		expect(workspace.hearing).toBe(true);
		asked[0]!.answer([...SCALE, ...melody('r:8 67:1')]);
		await changed;
		await saved();

		expect(workspace.hearing).toBe(false);
		expect(asked[0]!.hearing).toMatchObject(thresholdsAt(80));
		expect((await onDisk()).notes).toHaveLength(9);
	});

	test('takes the last answer when the slider has moved on', async () => {
		const first = workspace.setHearing(thresholdsAt(70));
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		const second = workspace.setHearing(thresholdsAt(20));
		await vi.waitFor(() => expect(asked).toHaveLength(2));
		asked[1]!.answer(melody('60:1'));
		asked[0]!.answer(SCALE);
		await Promise.all([first, second]);

		expect(workspace.notes).toHaveLength(1);
	});

	test('is saved once after a flurry of changes', async () => {
		for (const title of ['S', 'Sc', 'Sca', 'Scale']) workspace.describe({ title });
		expect(workspace.saved).toBe('saving');
		await saved();

		expect(puts).toBe(1);
		expect((await onDisk()).title).toBe('Scale');
	});

	test('follows the recording again when its own tempo is taken back', async () => {
		const heard = workspace.score!.tempo;
		await workspace.setWriting({ tempo: heard / 2 });
		expect(workspace.score!.tempo).toBeCloseTo(heard / 2, 0);
		await workspace.setWriting({ tempo: null });

		expect(workspace.score!.tempo).toBeCloseTo(heard, 5);
		await workspace.flush();
		expect((await onDisk()).writing.tempo).toBeNull();
	});

	test('puts what was just changed on the disk when it is left', async () => {
		workspace.describe({ title: 'Morning scale' });
		await workspace.flush();

		expect((await onDisk()).title).toBe('Morning scale');
		expect(workspace.saved).toBe('saved');
	});

	test('says that it is not saved while there is no room, and saves on the next try', async () => {
		const { put } = library.scores;
		library.scores.put = () => Promise.resolve({ ok: false, error: { code: 'full' } });
		workspace.describe({ title: 'Too much' });
		await workspace.flush();
		expect(workspace.saved).toBe('full');

		library.scores.put = put;
		await workspace.flush();
		expect(workspace.saved).toBe('saved');
		expect((await onDisk()).title).toBe('Too much');
	});

	test('shows what another tab has saved, unless something here is unsaved', async () => {
		await library.scores.put({ ...(await onDisk()), title: 'There', changed: 500 }, undefined);
		await workspace.changedElsewhere(500);
		expect(workspace.document?.title).toBe('There');

		workspace.describe({ title: 'Here' });
		await workspace.changedElsewhere(900);
		expect(workspace.document?.title).toBe('Here');
		await workspace.flush();
	});
});

describe('what a person says of a note', () => {
	const toOctave = () => ({
		kind: 'pitch' as const,
		note: refOf(SCALE[2]!),
		pitch: pitch(76)
	});

	test('is written, and on the disk beside what was heard', async () => {
		await workspace.setCorrections([toOctave()]);
		await workspace.flush();

		expect(workspace.written.map(({ pitch }) => pitch)).toContain(76);
		expect(workspace.written.map(({ pitch }) => pitch)).not.toContain(64);
		const kept = await onDisk();
		expect(kept.corrections).toEqual([toOctave()]);
		expect(kept.notes[2]?.pitch).toBe(64);
	});

	test('holds when the recording is heard again with other settings', async () => {
		await workspace.setCorrections([toOctave()]);
		const changed = workspace.setHearing(thresholdsAt(80));
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		asked[0]!.answer(SCALE.map((note) => ({ ...note, start: (note.start + 0.02) as never })));
		await changed;

		expect(workspace.notes.map(({ pitch }) => pitch)).toContain(76);
	});
});

describe('what else a note may be', () => {
	test('is asked of the recording', async () => {
		expect(await workspace.readings(workspace.notes[2]!)).toEqual([
			{ kind: 'pitch', pitch: 76, share: 0.4 }
		]);
	});

	test('is read from the music where the recording is gone', async () => {
		await library.db.hearings.clear();

		const readings = await workspace.readings(workspace.notes[2]!);
		expect(readings.length).toBeGreaterThan(1);
		expect(readings[0]?.share).not.toBe(0.4);
	});
});

describe('what was changed', () => {
	test('is undone and done again, on the page and on the disk', async () => {
		const heard = workspace.score!.tempo;
		await workspace.setWriting({ tempo: heard / 2 });
		await workspace.setCorrections([{ kind: 'remove', note: refOf(SCALE[0]!) }]);

		await workspace.undo();
		expect(workspace.written).toHaveLength(8);
		await workspace.undo();
		expect(workspace.score!.tempo).toBeCloseTo(heard, 5);
		expect([workspace.canUndo, workspace.canRedo]).toEqual([false, true]);

		await workspace.redo();
		await workspace.redo();
		expect(workspace.written).toHaveLength(7);
		await workspace.flush();
		expect((await onDisk()).corrections).toHaveLength(1);
	});

	test('is undone at once when it was one pull of a slider', async () => {
		const heard = workspace.score!.tempo;
		await workspace.setWriting({ tempo: 100 });
		await workspace.setWriting({ tempo: 101 });
		await workspace.undo();

		expect(workspace.score!.tempo).toBeCloseTo(heard, 5);
		expect(workspace.canUndo).toBe(false);
	});

	test('in the hearing brings back the notes without hearing anything again', async () => {
		const changed = workspace.setHearing(thresholdsAt(80));
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		asked[0]!.answer(melody('60:1'));
		await changed;
		await workspace.undo();
		expect(workspace.notes).toHaveLength(8);
		await workspace.redo();

		expect(workspace.notes).toHaveLength(1);
		expect(asked).toHaveLength(1);
	});

	test('in the hearing can be undone before it was heard, and is heard when it is wanted again', async () => {
		const changed = workspace.setHearing(thresholdsAt(80));
		await vi.waitFor(() => expect(asked).toHaveLength(1));
		await workspace.undo();
		asked[0]!.answer(melody('60:1'));
		await changed;
		expect(workspace.notes).toHaveLength(8);
		expect(workspace.hearing).toBe(false);

		const again = workspace.redo();
		await vi.waitFor(() => expect(asked).toHaveLength(2));
		asked[1]!.answer(melody('60:1'));
		await again;
		expect(workspace.notes).toHaveLength(1);
	});
});
