/**
 * What a person waits for: a recording dropped on the real page in a real
 * Chromium, from the drop to the finished page of music, with the longest time
 * the page did not answer meanwhile and the most memory its process held.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright';
import { CHROMIUM, CHROMIUM_FLAGS } from '#tests/support/chromium.ts';
import { startServer } from '#tests/support/server.ts';

interface PageBench {
	readonly file: string;
	readonly times: number;
	readonly json?: string;
}

interface Measured {
	/** Seconds from the drop to the first bars, and to the finished page. */
	readonly firstBars: number;
	readonly finished: number;
	/** Milliseconds: the longest task of the page's main thread until the page was finished, and in the two seconds after. */
	readonly longestTask: number;
	readonly longestAfter: number;
	/** Megabytes (2²⁰) of the tab's own memory, sampled ten times a second. */
	readonly peakMemory: number;
}

interface Task {
	readonly start: number;
	readonly duration: number;
}

/** What the page is given to keep count in. */
interface Watched {
	tasks: Task[];
}

/** The whole is measured `times` times, each in a fresh browser that has visited once. */
export async function measurePage({ file, times, json }: PageBench): Promise<void> {
	const server = await startServer();
	const all: Measured[] = [];
	try {
		for (let i = 0; i < times; i++) {
			const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
			try {
				const measured = await drop(browser, `${server.address}/`, file);
				all.push(measured);
				process.stdout.write(`${line(measured)}\n`);
			} finally {
				await browser.close();
			}
		}
	} finally {
		await server.stop();
	}
	if (json !== undefined)
		writeFileSync(json, `${JSON.stringify({ file, runs: all }, null, '\t')}\n`);
}

const line = (m: Measured): string =>
	`first bars ${m.firstBars.toFixed(1)} s, finished ${m.finished.toFixed(1)} s, ` +
	`longest task ${m.longestTask.toFixed(0)} ms (then ${m.longestAfter.toFixed(0)} ms), ` +
	`peak ${m.peakMemory.toFixed(0)} MB`;

async function drop(browser: Browser, address: string, file: string): Promise<Measured> {
	const page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
	await page.goto(address);
	await page.waitForLoadState('networkidle');
	await page.waitForTimeout(3000);
	const memory = await watchMemory(browser);
	await watchTasks(page);

	const started = performance.now();
	await page.locator('input[type=file]').first().setInputFiles(file);
	// Plain selectors, seldom asked: a search by role would itself hold up the thread that is measured.
	const seen = (selector: string): Promise<number> =>
		page
			.waitForFunction((wanted) => document.querySelector(wanted) !== null, selector, {
				polling: 50,
				timeout: 600_000
			})
			.then(() => performance.now());
	const shown = seen('svg [data-note]');
	const finished = await seen('button[aria-label="Play"]');
	const firstBars = await shown;
	const end = await page.evaluate(() => performance.now());
	// The rest of its systems and the player come now: that counts, too.
	await page.waitForTimeout(2000);
	const tasks = await page.evaluate(() => (globalThis as unknown as Watched).tasks);
	const longest = (some: readonly Task[]): number =>
		Math.max(0, ...some.map(({ duration }) => duration));
	return {
		firstBars: (firstBars - started) / 1000,
		finished: (finished - started) / 1000,
		longestTask: longest(tasks.filter(({ start }) => start < end)),
		longestAfter: longest(tasks.filter(({ start }) => start >= end)),
		peakMemory: memory()
	};
}

async function watchTasks(page: Page): Promise<void> {
	await page.evaluate(() => {
		const tasks: Task[] = [];
		(globalThis as unknown as Watched).tasks = tasks;
		new PerformanceObserver((list) => {
			for (const { startTime, duration } of list.getEntries()) {
				tasks.push({ start: startTime, duration });
			}
		}).observe({ type: 'longtask' });
	});
}

/** Samples what the renderer processes hold for themselves; the answer stops the watch. */
async function watchMemory(browser: Browser): Promise<() => number> {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send('SystemInfo.getProcessInfo');
	const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
	let peak = 0;
	const sample = (): void => {
		peak = Math.max(
			peak,
			renderers.reduce((sum, id) => sum + own(id), 0)
		);
	};
	const timer = setInterval(sample, 100);
	return () => {
		clearInterval(timer);
		return peak;
	};
}

/** Megabytes of a process that no file backs (Linux: /proc/PID/status). */
function own(id: number): number {
	const status = readFileSync(`/proc/${id}/status`, 'utf8');
	const kilobytes = ['RssAnon', 'RssShmem'].map((field) =>
		Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0)
	);
	return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}
