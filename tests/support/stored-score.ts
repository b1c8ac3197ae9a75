/** A score that is on the device already, with its recording and what the ear said of it: for errands that need no listening. */
import type { Page } from '@playwright/test';
import { CONTOUR_BINS, KEYS, LOWEST_KEY } from '#models/activations.ts';
import { frameAt, framesIn } from '#models/basic-pitch/frame-time.ts';
import type { PlayedNote } from '#music/note.ts';
import { seconds } from '#music/time.ts';
import { document } from '#tests/support/open-library.ts';
import { note } from '#tests/support/performance.ts';
import { plucked } from '#tests/support/recordings.ts';

const HERTZ = 22_050;

/** Eight bars of picking over a bass; the ear is unsure of a note in bars 2, 4 and 7. */
export const PICKING: readonly PlayedNote[] = Array.from({ length: 8 }, (_, bar) =>
	[45, 57, 60, 64, 60, 57].map((pitch, i): PlayedNote => {
		const at = bar * 1.5 + i * 0.25;
		const unsure = ['1 2', '3 3', '6 4'].includes(`${bar} ${i}`);
		const end = i === 0 ? bar * 1.5 + 1.48 : at + 0.24;
		return { ...note(at, end, pitch), confidence: unsure ? 0.55 : 0.97 };
	})
).flat();

/** Puts it into the library of the page's origin and opens it. */
export async function openStored(
	page: Page,
	title: string,
	notes: readonly PlayedNote[]
): Promise<void> {
	const length = Math.max(...notes.map(({ end }) => end)) + 0.5;
	const recording = plucked(`${title}.wav`, pitchesByTheHalf(notes));
	const score = {
		...document(title, notes),
		source: { fileName: recording.name, seconds: length, endsEarly: false }
	};
	await page.goto('/');
	await page.getByRole('heading', { level: 1 }).waitFor();
	await page.evaluate(store, {
		score,
		sound: recording.buffer.toString('base64'),
		frames: framesIn(length * HERTZ),
		struck: notes.map(({ pitch, start, confidence = 1 }) => ({
			key: pitch - LOWEST_KEY,
			frame: frameAt(seconds(start)),
			confidence
		})),
		keys: KEYS,
		bins: CONTOUR_BINS,
		peaks: Math.ceil(length * 50)
	});
	await page.goto(`/score/${score.id}`);
}

/** What sounds each half second, as `plucked` plays it. */
const pitchesByTheHalf = (notes: readonly PlayedNote[]): readonly number[] =>
	notes.filter(({ start }) => start % 0.5 === 0).map(({ pitch }) => pitch);

interface Stored {
	readonly score: { readonly id: string; readonly title: string };
	readonly sound: string;
	readonly frames: number;
	readonly struck: readonly {
		readonly key: number;
		readonly frame: number;
		readonly confidence: number;
	}[];
	readonly keys: number;
	readonly bins: number;
	readonly peaks: number;
}

/** Runs in the page, which has made the database. A doubtful note is struck as strongly an octave above. */
async function store({ score, sound, frames, struck, keys, bins, peaks }: Stored): Promise<void> {
	const bytes = new Uint8Array(frames * (2 * keys + bins));
	for (const { key, frame, confidence } of struck) {
		for (const at of confidence < 0.7 ? [key, key + 12] : [key]) {
			bytes[(frames + frame) * keys + at] = 200;
			for (let f = frame; f < frame + 20 && f < frames; f++) bytes[f * keys + at] = 180;
		}
	}
	const packed = await new Response(
		new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))
	).blob();
	const wav = Uint8Array.from(atob(sound), (char) => char.charCodeAt(0));
	const id = crypto.randomUUID();
	const loud = Float32Array.from({ length: peaks }, (_, i) => Math.exp(-(i % 25) / 10));
	const rows = {
		documents: { id: score.id, document: score },
		entries: {
			id: score.id,
			title: score.title,
			artist: '',
			seconds: peaks / 50,
			notes: struck.length,
			summary: null,
			created: 1,
			changed: 1,
			opened: 1,
			deleted: null,
			state: 'ready',
			failure: null,
			recording: id,
			recordingBytes: wav.byteLength,
			scoreBytes: 0
		},
		recordings: { id, name: 'take.wav', file: new Blob([wav], { type: 'audio/wav' }) },
		hearings: { id, frames, packed, peaks: loud }
	};
	const names = Object.keys(rows) as (keyof typeof rows)[];
	await new Promise<void>((resolve, reject) => {
		const opening = indexedDB.open('genesis-music');
		opening.onerror = () => reject(opening.error ?? new Error('the library could not be opened'));
		opening.onsuccess = () => {
			const database = opening.result;
			const writing = database.transaction(names, 'readwrite');
			for (const name of names) writing.objectStore(name).put(rows[name]);
			writing.oncomplete = () => {
				database.close();
				resolve();
			};
			writing.onerror = () => reject(writing.error ?? new Error('nothing was stored'));
		};
	});
}
