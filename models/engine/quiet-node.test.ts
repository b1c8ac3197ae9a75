/** Whoever hears music on a server or by the command line tells nobody of it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importsOf, isTest, sourceFiles } from '#tests/support/sources.ts';
import { tinySeparator } from '#tests/support/tiny-separator.ts';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'genesis-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** Runs it as somebody whose home is empty. @returns what lies there afterwards */
function leftBy(script: string): readonly string[] {
	const env = { PATH: process.env['PATH'], HOME: home, TMPDIR: home };
	execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env });
	return readdirSync(home);
}

test('an ear that is opened notes nothing of this machine for the maker of its engine', () => {
	const open = "import { openEar } from '#models/ear-node.ts'; await (await openEar()).dispose();";

	expect(leftBy(open)).toEqual([]);
}, 60_000);

test('nor does a network that takes recordings apart', () => {
	const path = join(home, 'tiny.onnx');
	writeFileSync(path, tinySeparator(44_100));
	const open = `import { openSeparator } from '#models/separation/onnx-node.ts';
		await (await openSeparator(${JSON.stringify(path)})).dispose();`;

	expect(leftBy(open)).toEqual(['tiny.onnx']);
}, 60_000);

test('whoever opens the engine has told it so before', () => {
	const doors = sourceFiles().filter(
		(path) =>
			!isTest(path) &&
			importsOf(path).some(({ name, typeOnly }) => name === 'onnxruntime-node' && !typeOnly)
	);

	expect(doors.length).toBeGreaterThan(0);
	for (const path of doors) expect(importsOf(path)[0]!.name, path).toMatch(/\/quiet-node\.ts$/);
});
