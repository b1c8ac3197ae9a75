/**
 * What a person waits for when a score is written anew: three minutes of notes become staves, and
 * tab, in the writing worker of the built page in a real Chromium, with the longest time the page
 * did not answer meanwhile. Without a browser (`--quick`) the same is called here, for a profile.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { listenToFile, openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import type { PlayedNote } from '#music/note.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import { writeScore } from '#music/write.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '#tests/support/chromium.ts';
import { startServer } from '#tests/support/server.ts';

interface WriteBench {
	/** A recording; its notes are repeated until they fill the time, or cut there. */
	readonly file: string;
	readonly times: number;
	readonly quick: boolean;
	readonly json?: string;
}

/** Milliseconds. */
interface Timed {
	readonly took: number;
	/** The longest the page did not answer meanwhile; 0 where there is no page. */
	readonly blocked: number;
}

interface Measured {
	readonly name: string;
	/** The most it may take, milliseconds. */
	readonly limit: number;
	readonly first: number;
	readonly median: number;
	readonly blocked: number;
}

/** @param hearing a number that tells it from other hearings of the same notes */
type Write = (
	notes: readonly PlayedNote[],
	settings: WriteSettings,
	hearing: number
) => Promise<Timed>;

const SECONDS = 180;
/** Milliseconds: for a score, and for one that a person waits to see repaired. */
const WHOLE = 500;
const REPAIRED = 300;

const TURN: WriteSettings['repairs'] = [
	{ kind: 'tempo', factor: 2 },
	{ kind: 'downbeat', at: seconds(30) }
];

const WAYS = (['piano', 'guitar'] as const).flatMap((instrument) => [
	{ name: instrument, limit: WHOLE, settings: { ...DEFAULT_WRITING, instrument } },
	{
		name: `${instrument}, beats repaired`,
		limit: REPAIRED,
		settings: { ...DEFAULT_WRITING, instrument, repairs: TURN }
	}
]);

export async function measureWriting({ file, times, quick, json }: WriteBench): Promise<void> {
	const notes = await threeMinutes(file);
	process.stdout.write(`${notes.length} notes in ${SECONDS} s\n`);
	const all = quick ? await ways(notes, times, here) : await inBrowser(notes, times);
	if (json !== undefined) {
		const result = { file, notes: notes.length, seconds: SECONDS, ways: all };
		writeFileSync(json, `${JSON.stringify(result, null, '\t')}\n`);
	}
}

async function threeMinutes(file: string): Promise<PlayedNote[]> {
	const ear = await openEar();
	const { activations } = await listenToFile(file, ear);
	await ear.dispose();
	const heard = hear(activations, DEFAULT_HEARING);
	const length = Math.max(0, ...heard.map(({ end }) => end)) + 0.5;
	const rounds = heard.length === 0 ? 0 : Math.ceil(SECONDS / length);
	return Array.from({ length: rounds }, (_, round) =>
		heard.map((note) => ({
			...note,
			start: seconds(note.start + round * length),
			end: seconds(note.end + round * length)
		}))
	)
		.flat()
		.filter(({ end }) => end <= SECONDS);
}

let hearings = 1;

async function ways(
	notes: readonly PlayedNote[],
	times: number,
	write: Write
): Promise<Measured[]> {
	const all: Measured[] = [];
	for (const { name, limit, settings } of WAYS) {
		const runs: Timed[] = [];
		// What is mended has been found before; a score is written of notes that were never seen.
		const mends = settings.repairs.length > 0;
		if (mends) await write(notes, { ...settings, repairs: [] }, 0);
		for (let i = 0; i < Math.max(1, times); i++) {
			runs.push(await write(notes, settings, mends ? 0 : hearings++));
		}
		const measured = measuredOf(name, limit, runs);
		all.push(measured);
		process.stdout.write(`${line(measured)}\n`);
	}
	return all;
}

function measuredOf(name: string, limit: number, runs: readonly Timed[]): Measured {
	const took = runs.map((run) => run.took);
	return {
		name,
		limit,
		first: took[0]!,
		median: took.toSorted((a, b) => a - b)[took.length >> 1]!,
		blocked: Math.max(...runs.map((run) => run.blocked))
	};
}

const line = ({ name, limit, first, median, blocked }: Measured): string =>
	`${name.padEnd(24)} first ${first.toFixed(0).padStart(4)} ms, median ${median.toFixed(0).padStart(4)} ms ` +
	`(${(median / limit).toFixed(2)} of ${limit} ms), page blocked ${blocked.toFixed(0)} ms at most`;

/** The beats that were found are remembered by the notes, so one of them is a hair longer. */
const heardAnew = (notes: readonly PlayedNote[], hearing: number): PlayedNote[] =>
	notes.map((note, i) => (i > 0 ? note : { ...note, end: seconds(note.end + hearing * 1e-6) }));

const here: Write = (notes, settings, hearing) => {
	const given = heardAnew(notes, hearing);
	const from = performance.now();
	writeScore(given, settings);
	return Promise.resolve({ took: performance.now() - from, blocked: 0 });
};

async function inBrowser(notes: readonly PlayedNote[], times: number): Promise<Measured[]> {
	const server = await startServer();
	const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
	try {
		const page = await browser.newPage();
		await page.goto(`${server.address}/`);
		await page.waitForLoadState('networkidle');
		await page.waitForTimeout(2000);
		const worker = `/_app/immutable/workers/${workerFile()}`;
		const inPage: Write = (_, settings, hearing) => inWorker(page, settings, hearing);
		const first: Measured[] = [];
		for (const warm of [false, true]) {
			const runs: Timed[] = [];
			for (let i = 0; i < Math.max(1, times); i++) {
				await page.evaluate(givenNotes, { notes, worker, warm });
				runs.push(await inPage(notes, DEFAULT_WRITING, hearings++));
			}
			const name = warm ? 'first, warmed up' : 'first of a new worker';
			first.push(measuredOf(name, WHOLE, runs));
			process.stdout.write(`${line(first.at(-1)!)}\n`);
		}
		return [...first, ...(await ways(notes, times, inPage))];
	} finally {
		await browser.close();
		await server.stop();
	}
}

/** The chunk of the built app that writes scores: its name is a hash, so it is known by its one word. */
function workerFile(): string {
	const folder = 'build/_app/immutable/workers';
	const found = readdirSync(folder).find(
		(file) => file.endsWith('.js') && /\bwarmUp:/.test(readFileSync(join(folder, file), 'utf8'))
	);
	if (found === undefined) throw new Error(`no writing worker in ${folder}: build first`);
	return found;
}

/** What the page is given to keep between the runs. */
interface Kept {
	writing: { readonly notes: readonly PlayedNote[]; readonly worker: Worker; count: number };
}

/** A new worker each time. @param warm whether it writes what it writes while nobody asks */
function givenNotes(given: {
	notes: readonly PlayedNote[];
	worker: string;
	warm: boolean;
}): Promise<void> {
	const { notes, worker, warm } = given;
	const made = new Worker(worker, { type: 'module' });
	const kept = globalThis as unknown as Kept;
	(kept.writing as Kept['writing'] | undefined)?.worker.terminate();
	kept.writing = { notes, worker: made, count: 0 };
	if (!warm) return Promise.resolve();
	return new Promise((resolve) => {
		made.onmessage = ({ data }: MessageEvent<{ id: string }>) => {
			if (data.id === 'warm') resolve();
		};
		made.postMessage({ id: 'warm', type: 'APPLY', path: ['warmUp'], argumentList: [] });
	});
}

/** One call in the form that Comlink gives it, while a message to itself says when the page answers. */
const inWorker = (page: Page, settings: WriteSettings, hearing: number): Promise<Timed> =>
	page.evaluate(
		({ asked, longer }) =>
			new Promise<{ took: number; blocked: number }>((resolve) => {
				const { writing } = globalThis as unknown as Kept;
				const id = `bench ${writing.count++}`;
				let [blocked, last, done] = [0, performance.now(), false];
				const ticks = new MessageChannel();
				ticks.port1.onmessage = () => {
					const now = performance.now();
					[blocked, last] = [Math.max(blocked, now - last), now];
					if (!done) ticks.port2.postMessage(null);
				};
				ticks.port2.postMessage(null);
				const from = performance.now();
				writing.worker.onmessage = ({ data }: MessageEvent<{ id: string; value: unknown }>) => {
					// Reading `data` is what unpacks the score.
					if (data.id !== id || data.value === undefined) return;
					const took = performance.now() - from;
					done = true;
					ticks.port1.addEventListener('message', () => resolve({ took, blocked }), { once: true });
					ticks.port2.postMessage(null);
				};
				const [head, ...rest] = writing.notes;
				const anew = head ? [{ ...head, end: head.end + longer }, ...rest] : [];
				const argumentList = [anew, asked].map((value) => ({ type: 'RAW', value }));
				writing.worker.postMessage({ id, type: 'APPLY', path: ['write'], argumentList });
			}),
		{ asked: settings, longer: hearing * 1e-6 }
	);
