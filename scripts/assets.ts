/**
 * Fills static/heavy/ and writes its manifest: every file with its group, size and SHA-256. The
 * page and its service worker check what they download against it. Only what changed is made
 * again, so a second run takes well under a second.
 */
import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { sources, type Group, type Source } from './assets/sources.ts';

const OUT = 'static/heavy';
const RECORD = '.tmp/assets.json';

interface Entry {
	readonly group: Group;
	readonly path: string;
	readonly bytes: number;
	readonly sha256: string;
}

/** What was made last time, by path: the inputs it was made from, and the result. */
type Made = Record<string, { readonly stamp: string; readonly entry: Entry }>;

/** Files that shrink on the wire and are worth compressing once, here, rather than per request. */
const COMPRESSIBLE = /\.(mjs|js|css|wasm|onnx|weights)$/;

const record = readRecord();
const made: Made = {};
const fresh: string[] = [];

for (const source of sources()) {
	const stamp = stampOf(source);
	const before = record[source.path];
	if (before?.stamp === stamp && existsSync(join(OUT, source.path))) {
		made[source.path] = before;
		continue;
	}
	const bytes = source.make ? await source.make() : readFileSync(source.inputs[0]!);
	write(source.path, bytes);
	made[source.path] = {
		stamp,
		entry: {
			group: source.group,
			path: source.path,
			bytes: bytes.byteLength,
			sha256: createHash('sha256').update(bytes).digest('hex')
		}
	};
	fresh.push(source.path);
}

const files = Object.values(made).map(({ entry }) => entry);
const version = createHash('sha256')
	.update(files.map((file) => `${file.path} ${file.sha256}`).join('\n'))
	.digest('hex')
	.slice(0, 16);

const manifest = JSON.stringify({ version, files }, null, '\t') + '\n';
if (readText(join(OUT, 'manifest.json')) !== manifest)
	write('manifest.json', Buffer.from(manifest));
removeStrays();
mkdirSync(dirname(RECORD), { recursive: true });
writeFileSync(RECORD, JSON.stringify(made));

const megabytes = files.reduce((sum, file) => sum + file.bytes, 0) / 1e6;
console.log(
	`assets: ${files.length} files, ${megabytes.toFixed(1)} MB, version ${version}, ${fresh.length} made anew`
);

/** Changes whenever an input does. Size and time are enough for packages and far faster than hashes. */
function stampOf(source: Source): string {
	return source.inputs
		.map((path) => {
			const { size, mtimeMs } = statSync(path);
			return `${path}:${size}:${mtimeMs}`;
		})
		.join('|');
}

function write(path: string, bytes: Uint8Array): void {
	const target = join(OUT, path);
	mkdirSync(dirname(target), { recursive: true });
	writeFileSync(target, bytes);
	if (!COMPRESSIBLE.test(path)) return;
	const params = {
		[constants.BROTLI_PARAM_QUALITY]: 9,
		[constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength
	};
	writeFileSync(`${target}.br`, brotliCompressSync(bytes, { params }));
}

/** A file that no source makes any longer must not be served or cached. */
function removeStrays(): void {
	const known = new Set(['manifest.json', ...files.map(({ path }) => path)]);
	for (const found of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
		if (!found.isFile()) continue;
		const path = relative(OUT, join(found.parentPath, found.name));
		if (!known.has(path.replace(/\.br$/, ''))) rmSync(join(OUT, path));
	}
}

function readRecord(): Made {
	const text = readText(RECORD);
	return text === null ? {} : (JSON.parse(text) as Made);
}

function readText(path: string): string | null {
	return existsSync(path) ? readFileSync(path, 'utf8') : null;
}
