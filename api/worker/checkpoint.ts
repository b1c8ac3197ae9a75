/**
 * What has been heard of a job so far, as bytes that the API keeps: the worker that takes the job
 * over goes on there. Bytes of another network or device are not gone on from, for the result
 * would not be the one that the command line gives.
 */
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { factsOf, type Log } from '#api/log.ts';
import { MOST_CHECKPOINT } from '#api/queue/protocol.ts';
import { CONTOUR_BINS, KEYS, type Activations } from '#models/activations.ts';
import { KEPT_FRAMES } from '#models/basic-pitch/constants.ts';
import type { JobLink } from './link.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

const FRAME_BYTES = 2 * KEYS + CONTOUR_BINS;
/** Three hours and some. */
const MOST_BYTES = 1_000_000 * FRAME_BYTES;

/** @param maker names what has heard it, in at most 255 letters of ASCII */
export async function packed(
	{ note, onset, contour }: Activations,
	maker: string
): Promise<Uint8Array<ArrayBuffer>> {
	const name = Buffer.from(maker);
	const body = await deflate(Buffer.concat([note, onset, contour].map(bytesOf)), { level: 1 });
	return new Uint8Array(Buffer.concat([Buffer.from([name.length]), name, body]));
}

/** @returns null when the bytes are not whole windows by the same maker */
export async function unpacked(bytes: Uint8Array, maker: string): Promise<Activations | null> {
	const length = bytes[0] ?? 0;
	if (Buffer.from(bytes.subarray(1, 1 + length)).toString() !== maker) return null;
	const all = await inflate(bytes.subarray(1 + length), { maxOutputLength: MOST_BYTES }).catch(
		() => null
	);
	const frames = (all?.length ?? 0) / FRAME_BYTES;
	if (!all || frames === 0 || frames % KEPT_FRAMES !== 0) return null;
	return {
		frames,
		note: all.subarray(0, frames * KEYS),
		onset: all.subarray(frames * KEYS, 2 * frames * KEYS),
		contour: all.subarray(2 * frames * KEYS)
	};
}

const bytesOf = (values: Activations['note']): Uint8Array =>
	new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** Sends what has been heard now and then: rarely enough that it costs a twentieth of the time. */
export function keeper(
	link: Pick<JobLink, 'keepCheckpoint'>,
	maker: string,
	{ everyMs, log }: { readonly everyMs: number; readonly log: Log }
): { offer(soFar: () => Activations): void; last(withinMs: number): Promise<void> } {
	let next = performance.now() + everyMs;
	let sending: Promise<void> | null = null;
	let latest: (() => Activations) | null = null;

	async function send(activations: Activations): Promise<void> {
		const begun = performance.now();
		try {
			const bytes = await packed(activations, maker);
			if (bytes.length <= MOST_CHECKPOINT) await link.keepCheckpoint(bytes);
		} catch (cause) {
			log.debug('checkpoint-not-kept', factsOf(cause));
		}
		const took = performance.now() - begun;
		next = performance.now() + Math.max(everyMs, 20 * took);
		sending = null;
	}

	return {
		offer(soFar) {
			latest = soFar;
			// The view stays what it is: windows are only ever added behind it.
			if (!sending && performance.now() >= next) sending = send(soFar());
		},
		async last(withinMs) {
			const wait = new Promise((done) => setTimeout(done, withinMs).unref());
			await Promise.race([
				wait,
				(sending ?? Promise.resolve()).then(() => latest && send(latest()))
			]);
		}
	};
}
