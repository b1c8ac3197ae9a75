/**
 * The built app as Cloudflare serves it, in .tmp/workers/: `wrangler` runs this before it starts or
 * deploys. The compressed copies stay out, since Cloudflare compresses; a file over its limit of
 * 25 MiB becomes parts that the Worker joins; `_headers` says what the other server says.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { contentSecurityPolicy, headersOf } from '#api/headers.ts';
import type { Joined } from '#api/parts.ts';

const BUILD = 'build';
const OUT = '.tmp/workers';
const LIMIT = 25 * 1024 * 1024;

if (!existsSync(join(BUILD, 'index.html'))) {
	console.error('There is no build yet: npm run build');
	process.exit(1);
}
rmSync(OUT, { recursive: true, force: true });

const joined: Record<string, Joined> = {};
for (const found of readdirSync(BUILD, { recursive: true, withFileTypes: true })) {
	const from = join(found.parentPath, found.name);
	if (!found.isFile() || /\.(br|gz)$/.test(from)) continue;
	const path = relative(BUILD, from);
	mkdirSync(dirname(join(OUT, path)), { recursive: true });
	if (statSync(from).size <= LIMIT) cpSync(from, join(OUT, path));
	else joined[`/${path}`] = split(path, readFileSync(from));
}
writeFileSync(join(OUT, 'parts.json'), JSON.stringify(joined));
writeFileSync(join(OUT, '_headers'), headers());

function split(path: string, bytes: Buffer): Joined {
	const parts: string[] = [];
	for (let from = 0; from < bytes.byteLength; from += LIMIT) {
		const part = `${path}.${parts.length}`;
		writeFileSync(join(OUT, part), bytes.subarray(from, from + LIMIT));
		parts.push(`/${part}`);
	}
	return { parts, tag: createHash('sha256').update(bytes).digest('hex').slice(0, 32) };
}

/** https://developers.cloudflare.com/workers/static-assets/headers/ */
function headers(): string {
	const policy = contentSecurityPolicy(readFileSync(join(BUILD, 'index.html'), 'utf8'));
	const all = Object.entries(headersOf(policy)).map(([name, value]) => `  ${name}: ${value}`);
	return [
		'/*',
		...all,
		'/_app/immutable/*',
		'  Cache-Control: public, max-age=31536000, immutable',
		'/manifest.webmanifest',
		'  Content-Type: application/manifest+json',
		''
	].join('\n');
}
