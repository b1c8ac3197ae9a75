import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { keepsFiles } from './contract.ts';
import { disk } from './disk-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'genesis-files-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

keepsFiles(async () => disk(folder));

test('what broke off is not left beside the whole files', () => {
	const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });

	expect(all.length).toBeGreaterThan(0);
	expect(all.filter((name) => name.endsWith('.part'))).toEqual([]);
});
