/**
 * What `npm start` and `npm test` do before anything else. Plain JavaScript without dependencies,
 * because it runs on the Node of the machine (20 or newer) before the project's own is installed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The project's own Node, there after the packages are installed. */
export const NODE = join(ROOT, 'node_modules/node/bin/node');

/** Where the build came from; a build of other sources is made again. */
const BUILT = join(ROOT, '.tmp/built');
const INSTALLED = join(ROOT, 'node_modules/.installed');

const SOURCES = [
	'app',
	'engraving',
	'messages',
	'models',
	'music',
	'project.inlang/settings.json',
	'scripts',
	'static',
	'package-lock.json',
	'svelte.config.js',
	'tsconfig.base.json',
	'vite.config.ts'
];

/**
 * Children see the project's Node first, and onnxruntime-node fetches no CUDA. A log in colours is
 * four times as long, and often only its end is kept.
 */
const ENV = {
	...process.env,
	...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
	PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env.PATH}`,
	ONNXRUNTIME_NODE_INSTALL: 'skip'
};

/** Runs a command to its end with its output shown; false when it failed. */
export function run(command, args) {
	return spawnSync(command, args, { cwd: ROOT, env: ENV, stdio: 'inherit' }).status === 0;
}

/** Runs a command to its end, keeping what it says, and showing it unless it is to be quiet. */
export function listen(command, args, { env = {}, quiet = false } = {}) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: ROOT, env: { ...ENV, ...env } });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text) => {
				output += text;
				if (!quiet) process.stdout.write(text);
			});
		}
		child.on('error', (cause) => resolve({ ok: false, output: String(cause) }));
		child.on('close', (status) => resolve({ ok: status === 0, output }));
	});
}

/** Starts a command that lives as long as this process and ends as it ends. */
export function become(command, args) {
	const child = spawn(command, args, { cwd: ROOT, env: ENV, stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
	child.on('close', (status, signal) => process.exit(status ?? (signal ? 0 : 1)));
}

/** Installs the packages when the lock file is not the one they were installed from. */
export function install() {
	const lock = hash(readFileSync(join(ROOT, 'package-lock.json')));
	if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lock) return true;
	console.log('Installing packages …');
	if (!run('npm', ['ci', '--no-audit', '--no-fund'])) return false;
	writeFileSync(INSTALLED, lock);
	return true;
}

/** Builds the app when a source has changed since the last build. */
export function build() {
	const sources = hash(SOURCES.flatMap((path) => stamps(path)).join('\n'));
	const built = existsSync(join(ROOT, 'build/index.html')) && existsSync(BUILT);
	if (built && readFileSync(BUILT, 'utf8') === sources) return true;
	console.log('Building …');
	if (!run(NODE, ['scripts/build.ts'])) return false;
	mkdirSync(dirname(BUILT), { recursive: true });
	writeFileSync(BUILT, sources);
	return true;
}

/**
 * Path and content of every source file below `path`; what is generated says nothing. Times would
 * not do: compiling the messages writes their settings anew each time.
 */
function stamps(path) {
	if (/(^|\/)(heavy|paraglide)$|\.test\.ts$/.test(path)) return [];
	const stat = statSync(join(ROOT, path), { throwIfNoEntry: false });
	if (!stat) return [];
	if (!stat.isDirectory()) return [`${path} ${hash(readFileSync(join(ROOT, path)))}`];
	return readdirSync(join(ROOT, path)).flatMap((name) => stamps(`${path}/${name}`));
}

const hash = (content) => createHash('sha256').update(content).digest('hex');
