/**
 * The map of the project, kept true by being run. Each entry lists what the files beneath it may
 * import besides one another; the longest path decides. An entry that begins with `type ` allows
 * only types. Tests may import anything but still keep the house rules below.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importsOf, isTest, sourceFiles } from '#tests/support/sources.ts';

const VIEW = ['#music/', '#app/', 'type #models/', 'svelte', '$app/', '@lucide/svelte'];
const NODE_EAR = ['#music/', 'node:', 'onnxruntime-node'];
const DECODERS = ['@wasm-audio-decoders/', 'mpg123-decoder', 'ogg-opus-decoder'];

const MAP: Record<string, readonly string[]> = {
	'music/': [],
	'music/document.ts': ['zod'],
	'music/card.ts': ['zod'],
	'music/progress.ts': ['zod'],
	'music/export/midi.ts': ['midi-file'],

	'models/': ['#music/'],
	'models/worker.ts': ['#music/', 'comlink'],
	'models/live-worker.ts': ['#music/', 'comlink'],
	'models/client.ts': ['#music/', 'comlink'],
	'models/audio/decode.ts': ['#music/', 'mediabunny'],
	'models/engine/onnx.ts': ['#music/', 'onnxruntime-web'],
	'models/engine/tfjs.ts': ['#music/', '@tensorflow/'],
	'models/engine/tfjs-network.ts': ['#music/', '@tensorflow/tfjs-core'],
	'models/engine/tfjs-spectrum.ts': ['#music/', '@tensorflow/tfjs-core'],
	'models/engine/contract.ts': ['#music/', 'vitest'],
	'models/basic-pitch/extract.ts': ['node:'],

	'engraving/': ['#music/', 'vexflow'],

	'app/lib/': ['#music/', '#app/', 'type #models/'],
	'app/lib/components/': [...VIEW, '#engraving/'],
	'app/lib/state/': [...VIEW, 'zod'],
	'app/lib/services.ts': ['#music/', '#app/', '#models/', 'svelte'],
	'app/lib/store/': ['#music/', '#app/store/', '#models/activations.ts', 'dexie', 'zod'],
	'app/lib/audio/': [
		'#music/',
		'#app/audio/',
		'tone',
		'spessasynth_lib',
		'signalsmith-stretch',
		'mediabunny'
	],
	'app/lib/sharing/': ['#music/', '#app/sharing/', 'type #app/sync/remote.ts', 'zod'],
	'app/lib/discover/': ['#music/', '#app/discover/', 'type #app/sync/remote.ts', 'zod'],
	'app/lib/accounts/': ['#music/', 'zod'],
	'app/lib/away/': ['#music/', '#app/away/', '#app/uploads/', 'type #app/sync/remote.ts', 'zod'],
	'app/lib/uploads/': ['#music/', 'tus-js-client'],
	'app/lib/sync/': ['#music/', '#app/sync/', '#app/store/', 'type #api/', 'zod'],
	'app/lib/sync/remote.ts': ['hono/client', 'type #api/api.ts'],
	'app/lib/writing/': ['#music/', '#app/writing/', 'comlink'],
	'app/lib/updates.ts': ['workbox-window'],
	'app/routes/': VIEW,
	'app/routes/+layout.svelte': [...VIEW, '../app.css'],
	'app/hooks.client.ts': ['#app/store/lent-storage.ts'],
	'app/service-worker.ts': ['$service-worker', '#app/assets/', '#app/sync/background-tag.ts'],
	'app/background-sync.ts': ['#app/store/', '#app/sync/'],

	'api/': ['#music/', '#engraving/', 'hono', '@hono/', 'zod', 'drizzle-orm', 'type @libsql/client'],
	'api/mail/letters.ts': ['#messages/mail/'],
	'api/queue/bullmq-node.ts': ['bullmq', 'ioredis', 'drizzle-orm', '#api/'],
	'api/node.ts': ['hono', '@hono/', 'ws'],
	'api/pictures/raster.ts': ['@resvg/resvg-wasm'],
	'api/accounts/auth.ts': ['better-auth'],
	'api/accounts/passkeys.ts': ['@better-auth/passkey', 'better-auth/api'],
	'api/index.ts': [
		'hono',
		'@libsql/client/web',
		'@resvg/resvg-wasm/',
		'cloudflare:workers',
		'#package.json'
	],
	'api/files/s3.ts': ['aws4fetch'],
	'api/uploads/tus-node.ts': ['@tus/server', 'node:'],
	'api/uploads/tus-store-node.ts': ['@tus/file-store', 'node:'],
	'api/files/contract.ts': ['vitest', 'node:'],
	'api/backup/': ['@libsql/client'],
	'api/metrics-node.ts': ['hono', '@hono/', 'drizzle-orm', 'prom-client'],
	'api/worker/': ['#music/', '#models/', 'node:', 'zod'],
	'api/db/open-node.ts': ['@libsql/client', 'drizzle-orm', 'node:'],
	'api/mail/smtp-node.ts': ['nodemailer'],
	'cli/': ['#music/', '#models/', 'node:'],
	'bench/': [
		'#music/',
		'#models/',
		'#engraving/',
		'#cli/',
		'#tests/support/',
		'node:',
		'playwright'
	],
	'bench/load/': ['#api/', '#music/', '#tests/support/', 'node:'],
	'bench/accuracy/': ['#music/', '#models/', 'node:'],
	'bench/accuracy/musescore.ts': ['midi-file', 'node:'],
	'bench/accuracy/read-': ['@xmldom/xmldom', '#music/result.ts'],
	'scripts/demo/': ['#music/', 'node:', 'spessasynth_core'],
	'scripts/fit/banks.ts': ['node:', 'spessasynth_core'],
	'scripts/workers.ts': ['#api/headers.ts', 'type #api/parts.ts', 'node:'],
	'scripts/': ['#music/', '#models/', '#tests/support/', 'node:', 'playwright']
};

const code = sourceFiles().filter((path) => !isTest(path));

describe('the map', () => {
	test.each(code)('%s stays on its side', (path) => {
		const strays = importsOf(path).filter(({ name, typeOnly }) =>
			allowed(path).every((entry) => !fits(entry, name, typeOnly))
		);

		expect(strays.map(({ name }) => name)).toEqual([]);
	});

	test('names only places that exist', () => {
		const empty = Object.keys(MAP).filter((area) => !code.some((path) => path.startsWith(area)));

		expect(empty).toEqual([]);
	});
});

/** Files that speak to Node say so in their name; of the API also those that only its Node entry uses. */
function allowed(path: string): readonly string[] {
	const area = Object.keys(MAP)
		.filter((entry) => path.startsWith(entry))
		.sort((a, b) => b.length - a.length)[0];
	const own = `#${path.replace(/^app\/lib\//, 'app/').split('/')[0]}/`;
	const node = /^models\/.*-node\.ts$/.test(path) ? [...NODE_EAR, ...DECODERS] : [];
	const server = /^api\/(.*-node|node|app|site|headers|environment)\.ts$/.test(path)
		? ['node:']
		: [];
	const within = own === '#app/' ? [] : [own];
	return ['./', ...within, ...(area ? MAP[area]! : []), ...node, ...server];
}

function fits(entry: string, name: string, typeOnly: boolean): boolean {
	if (entry.startsWith('type ')) return typeOnly && name.startsWith(entry.slice(5));
	return name.startsWith(entry);
}

describe('the house rules', () => {
	const all = sourceFiles().map((path) => ({ path, text: readFileSync(path, 'utf8') }));
	const breaking = (rule: (file: { path: string; text: string }) => boolean): string[] =>
		all.filter(rule).map(({ path }) => path);

	test('no file is longer than 300 lines', () => {
		expect(breaking(({ text }) => text.trimEnd().split('\n').length > 300)).toEqual([]);
	});

	test('nothing is left for later', () => {
		const marks = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);

		expect(breaking(({ text }) => marks.test(text))).toEqual([]);
	});

	test('no path of one machine is written down', () => {
		const machine = new RegExp(['/wo' + 'rk/', '/ro' + 'ot/', '/ho' + 'me/'].join('|'));

		expect(breaking(({ text }) => machine.test(text))).toEqual([]);
	});

	test('folders are crossed by their names, never by climbing', () => {
		const climbs = (path: string): boolean =>
			importsOf(path).some(({ name }) => /^\.\.|^\$lib/.test(name));
		const climbing = sourceFiles().filter(climbs);

		// The layout imports the app's style sheet, which has no alias: routes/ is below app/.
		expect(climbing.filter((path) => path !== 'app/routes/+layout.svelte')).toEqual([]);
	});

	test('the music is timeless: no clock, no chance, no waiting, no page', () => {
		const reaches =
			/\b(Date\.now|new Date|Math\.random|console\.|async |await |document\.(?!ts\b)|window\.)/;

		expect(
			breaking(({ path, text }) => path.startsWith('music/') && !isTest(path) && reaches.test(text))
		).toEqual([]);
	});

	test('only the composition root makes long-lived things', () => {
		const makes =
			/\bnew (Transcriber|Library|Transcription|Database|Scores|Recordings|Writer|Account)\(/;

		expect(
			breaking(
				({ path, text }) =>
					path.startsWith('app/') &&
					!isTest(path) &&
					!['app/lib/services.ts', 'app/background-sync.ts'].includes(path) &&
					makes.test(text)
			)
		).toEqual([]);
	});
});
