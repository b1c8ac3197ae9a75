import { expect, test } from 'vitest';
import type { Remote } from './remote.ts';
import { transport } from './transport.ts';

const answering = (status: number) => {
	const answer = async (): Promise<Response> => Response.json({}, { status });
	return transport({ api: { changes: { $get: answer, $post: answer } } } as unknown as Remote);
};

const codeOf = async (status: number): Promise<string> => {
	const answer = await answering(status).push('key', [], new AbortController().signal);
	return answer.ok ? 'ok' : answer.error.code;
};

test('only a server that has read a push puts it aside; what stands in between does not', async () => {
	for (const status of [400, 413, 415, 422]) expect(await codeOf(status)).toBe('refused');
	for (const status of [403, 404, 405, 407, 429, 451, 502]) {
		expect(await codeOf(status)).toBe('wait');
	}
	expect(await codeOf(401)).toBe('signed-out');
});
