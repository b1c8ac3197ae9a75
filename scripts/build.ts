/**
 * Builds the app into build/: the big files, the app, the list of what the service worker keeps,
 * and a compressed copy beside each file that shrinks.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const PREVIEW_FONTS = {
	'bravura.otf': 'node_modules/@coderline/alphatab/dist/font/Bravura.otf',
	'pretendard.otf': 'node_modules/pretendard/dist/public/static/Pretendard-SemiBold.otf'
};

const SHRINKS = /\.(html|js|mjs|css|json|svg|webmanifest|txt)$/;

step('scripts/assets.ts');
const VITE = ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'] as const;
step(...VITE);
step(...VITE, '--config', 'vite.background.config.ts');

// Typefaces of link previews, for a server that has no packages beside it.
mkdirSync('build/preview', { recursive: true });
for (const [name, from] of Object.entries(PREVIEW_FONTS))
	copyFileSync(from, `build/preview/${name}`);

writeFileSync('build/precache.json', JSON.stringify(shell()));

let count = 0;
for (const found of readdirSync('build', { recursive: true, withFileTypes: true })) {
	const path = join(found.parentPath, found.name);
	// The big files carry their compressed copies with them.
	if (!found.isFile() || !SHRINKS.test(path) || path.startsWith('build/heavy/')) continue;
	const bytes = readFileSync(path);
	writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
	writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: brotli(bytes.byteLength) }));
	count += 1;
}
console.log(`build: ${count} files compressed`);

/**
 * Every address of the app itself. SvelteKit's own list leaves out the chunks that only workers
 * load, and without those nothing could be transcribed offline.
 */
function shell(): string[] {
	const apart =
		/^(heavy\/(?!manifest\.json)|preview\/|robots\.txt|(service-worker|background-sync)\.js|index\.html)|\.br$/;
	const files = readdirSync('build', { recursive: true, withFileTypes: true })
		.filter((found) => found.isFile())
		.map((found) => relative('build', join(found.parentPath, found.name)))
		.filter((path) => !apart.test(path));
	return ['/', ...files.toSorted().map((path) => `/${path}`)];
}

function brotli(size: number): Record<number, number> {
	return { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: size };
}

function step(script: string, ...args: string[]): void {
	const { status } = spawnSync(process.execPath, [script, ...args], { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}
