/** A door between one worker and the API: it lets everything pass, and says what passes, when it does. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a worker has just done, or has just been told. */
export const STEPS = [
	'asks',
	'has-a-job',
	'fetching',
	'decoding',
	'listening',
	'writing',
	'hands-in',
	'is-answered'
] as const;
export type Step = (typeof STEPS)[number];

export interface WatchedDoor {
	readonly address: string;
	/** Everything so far, in order. */
	readonly steps: readonly Step[];
	/** Waits until what has passed is as it should be. */
	until(is: (steps: readonly Step[]) => boolean): Promise<void>;
	close(): void;
}

const REQUEST = /^(?:GET|POST|PUT) \/api\/worker\/(?:jobs\/[\w-]+\/)?([\w-]+)/;
const STAGE = /"stage":"(decoding|listening|writing)"/;

/** @param port of the API, on this machine */
export async function doorTo(port: number): Promise<WatchedDoor> {
	const steps: Step[] = [];
	const waiting = new Set<() => void>();
	const sockets = new Set<Socket>();

	function took(step: Step): void {
		steps.push(step);
		for (const look of waiting) look();
	}

	const server = createServer((near) => {
		const far = connect(port, '127.0.0.1');
		let asked = '';
		near.on('data', (bytes) => {
			const text = bytes.toString('latin1');
			asked = REQUEST.exec(text)?.[1] ?? asked;
			// A head and its body may come together, or one after the other.
			const stage = STAGE.exec(text)?.[1];
			if (text.startsWith('POST /api/worker/claim ')) took('asks');
			else if (text.startsWith('GET ') && asked === 'source') took('fetching');
			else if (text.startsWith('PUT ') && asked === 'result') took('hands-in');
			else if (stage && asked === 'progress') took(stage as Step);
			far.write(bytes);
		});
		far.on('data', (bytes) => {
			const text = bytes.toString('latin1');
			if (asked === 'claim' && text.includes('"lease":{')) took('has-a-job');
			else if (asked === 'result' && text.startsWith('HTTP/')) took('is-answered');
			near.write(bytes);
		});
		for (const [one, other] of [
			[near, far],
			[far, near]
		] as const) {
			sockets.add(one);
			one.on('error', () => {});
			one.on('close', () => {
				sockets.delete(one);
				other.destroy();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		steps,
		async until(is) {
			if (is(steps)) return;
			await new Promise<void>((resolve) => {
				const look = (): void => {
					if (is(steps)) resolve(void waiting.delete(look));
				};
				waiting.add(look);
			});
		},
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		}
	};
}
