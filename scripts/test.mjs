/**
 * `npm test`: everything that has to hold, to the end whatever fails.
 * The last line is `N passed, N failed`, over every test of every runner; a static check counts
 * as one test. `npm test -- --only unit,e2e` runs only those named.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ofPlaywright, ofVitest } from './failures.mjs';
import { build, install, listen, NODE, ROOT } from './setup.mjs';
import { ensurePrograms } from './programs.mjs';

const BIN = 'node_modules';
const RESULTS = '.tmp/results';

/** Each static check: its name and what to run on the project's Node. */
const CHECKS = {
	messages: ['scripts/messages.ts'],
	lint: [`${BIN}/eslint/bin/eslint.js`, '.', '--max-warnings', '0'],
	format: [`${BIN}/prettier/bin/prettier.cjs`, '--check', '--log-level', 'warn', '.'],
	'types-app': [
		`${BIN}/svelte-check/bin/svelte-check`,
		'--tsconfig',
		'./tsconfig.app.json',
		'--fail-on-warnings'
	],
	...Object.fromEntries(
		['music', 'models', 'engraving', 'tsconfig.node.json', 'tsconfig.worker.json'].map(
			(project) => [
				`types-${project.replace(/tsconfig\.|\.json/g, '')}`,
				[`${BIN}/typescript/bin/tsc`, '-p', project]
			]
		)
	),
	'dead-code': [`${BIN}/knip/bin/knip.js`]
};

/** These wait more than they reckon, so that the checks go on beside them. */
const PATIENT = {
	browser: () => vitest('browser'),
	webgpu: () => vitest('webgpu'),
	// The tests of the API once more, against `wrangler dev`.
	workers: () => vitest('workers')
};
/** These have the machine to themselves. */
const BUSY = {
	unit: () => vitest('unit'),
	e2e: playwright
};

const only = process.argv.find((_, i, all) => all[i - 1] === '--only')?.split(',');
const wanted = (name) => !only || only.some((each) => name === each || name.startsWith(`${each}-`));

const total = { passed: 0, failed: 0 };
const lines = [];
const failures = [];

if (!install()) {
	console.error('The packages could not be installed; see the lines above.');
	finish({ passed: 0, failed: 1 });
}
if (['browser', 'webgpu', 'e2e', 'unit'].some(wanted)) ensurePrograms();
mkdirSync(join(ROOT, RESULTS), { recursive: true });
count('build', build() ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const checks = check(Object.entries(CHECKS).filter(([name]) => wanted(name)));
await runAll(PATIENT);
await checks;
await runAll(BUSY);
if (failures.length > 0) console.log(`\n── what failed\n\n${failures.join('\n\n')}`);
console.log(`\n${lines.join('\n')}`);
finish(total);

async function runAll(runners) {
	for (const [name, runner] of Object.entries(runners)) {
		if (!wanted(name)) continue;
		console.log(`\n── ${name}`);
		count(name, await runner());
	}
}

/**
 * Static checks measure no time: they give way to whatever does, and each core takes the next one.
 * Each is told when it has ended.
 */
async function check(waiting) {
	const next = async () => {
		for (let one = waiting.shift(); one; one = waiting.shift()) {
			const [name, args] = one;
			const { ok, output } = await listen('nice', ['-n', '19', NODE, ...args], { quiet: true });
			console.log(`\n── ${name}\n${output.trimEnd()}`);
			count(name, ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
			if (!ok) failures.push(`✗ ${name}\n${output.trimEnd().split('\n').slice(-30).join('\n')}`);
		}
	};
	await Promise.all(Array.from({ length: availableParallelism() }, next));
}

/** Vitest in one of its projects; a run that dies, or fails outside a test, counts as one failure. */
async function vitest(project) {
	const file = `${RESULTS}/${project}.json`;
	rmSync(join(ROOT, file), { force: true });
	const { ok } = await listen(NODE, [
		`${BIN}/vitest/vitest.mjs`,
		'run',
		'--project',
		project,
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${file}`
	]);
	const report = read(file);
	failures.push(...ofVitest(report));
	// A file that cannot be loaded has no tests to fail, so it counts itself.
	const broken =
		report?.testResults?.filter((f) => f.status === 'failed' && f.assertionResults.length === 0) ??
		[];
	const failed = (report?.numFailedTests ?? 0) + broken.length;
	return settle(ok, report?.numPassedTests, failed, report?.numPendingTests);
}

async function playwright() {
	const file = `${RESULTS}/e2e.json`;
	rmSync(join(ROOT, file), { force: true });
	const { ok } = await listen(
		NODE,
		[`${BIN}/@playwright/test/cli.js`, 'test', '--reporter=list,json'],
		{ env: { PLAYWRIGHT_JSON_OUTPUT_NAME: join(ROOT, file) } }
	);
	const report = read(file);
	failures.push(...ofPlaywright(report));
	const stats = report?.stats;
	return settle(ok, stats?.expected, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0));
}

function settle(ok, passed = 0, failed = 0, skipped = 0) {
	return { passed, failed: ok || failed > 0 ? failed : 1, skipped };
}

function read(file) {
	const path = join(ROOT, file);
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

function count(name, { passed, failed, skipped = 0 }) {
	total.passed += passed;
	total.failed += failed;
	const rest = skipped > 0 ? `, ${skipped} skipped` : '';
	lines.push(`${failed > 0 ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed${rest}`);
}

function finish({ passed, failed }) {
	const minutes = (performance.now() / 60_000).toFixed(1);
	console.log(`${minutes} minutes on ${availableParallelism()} cores`);
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed > 0 ? 1 : 0);
}
