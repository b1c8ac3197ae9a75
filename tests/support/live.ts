/** `GET /api/jobs/live` as a page opens it. */
import { WebSocket } from 'ws';
import { ORIGIN, type Person } from './api.ts';

export interface LiveJob {
	readonly id: string;
	readonly state: string;
	readonly stage: string;
	readonly progress: number;
	readonly title: string;
}

export type Told =
	| { readonly kind: 'jobs'; readonly jobs: readonly LiveJob[] }
	| { readonly kind: 'job'; readonly job: LiveJob }
	| { readonly kind: 'still-here' };

export interface Live {
	/** What is told next; rejects when the socket has closed. */
	next(): Promise<Told>;
	/** What was told and is not fetched yet. */
	readonly waiting: readonly Told[];
	/** The code with which it was closed. */
	readonly closed: Promise<number>;
	/** The connection is lost. */
	cut(): void;
}

/** @returns the socket, or the status of a refusal */
export function openLive(
	address: string,
	person: Pick<Person, 'cookies'>,
	origin: string | null = ORIGIN
): Promise<Live | number> {
	const socket = new WebSocket(`${address.replace('http', 'ws')}/api/jobs/live`, {
		headers: { Cookie: person.cookies(), ...(origin === null ? {} : { Origin: origin }) }
	});
	const waiting: Told[] = [];
	let wake = (): void => {};
	socket.on('message', (text: Buffer) => {
		waiting.push(JSON.parse(text.toString()) as Told);
		wake();
	});
	const closed = new Promise<number>((resolve) =>
		socket.on('close', (code) => {
			resolve(code);
			wake();
		})
	);
	const live: Live = {
		waiting,
		closed,
		async next() {
			while (waiting.length === 0) {
				if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket is closed');
				await new Promise<void>((resolve) => (wake = resolve));
			}
			return waiting.shift()!;
		},
		cut: () => socket.terminate()
	};
	return new Promise((resolve, reject) => {
		socket.once('open', () => resolve(live));
		socket.once('unexpected-response', (_, response) => {
			resolve(response.statusCode ?? 0);
			socket.terminate();
		});
		socket.once('error', reject);
	});
}
