import { expect, test } from 'vitest';
import { Seats } from '#app/state/seats.ts';

const staying = (): AbortSignal => new AbortController().signal;

test('a third recording waits for one of two seats, and whoever has gone meanwhile takes none', async () => {
	const seats = new Seats(2);
	const sat: string[] = [];
	const sit = async (name: string, signal = staying()): Promise<() => void> => {
		const leave = await seats.take(signal);
		sat.push(name);
		return leave;
	};
	const leave = await sit('first');
	await sit('second');
	const gone = new AbortController();
	const third = sit('third', gone.signal);
	const fourth = sit('fourth');
	gone.abort(new Error('gone'));
	await Promise.resolve();
	expect(sat).toEqual(['first', 'second']);

	leave();
	await expect(third).rejects.toThrow('gone');
	await fourth;
	expect(sat).toEqual(['first', 'second', 'fourth']);
});
