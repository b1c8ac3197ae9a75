/**
 * The one door to signalsmith-stretch: a node that plays sound it is given, at
 * any rate, with its pitch kept. The package has no types; these are the parts
 * of its interface that playing uses (its README and source, 1.3.2).
 */
import SignalsmithStretch from 'signalsmith-stretch';
import joinUrl from './stretch-join.worklet.js?url&no-inline';

interface Change {
	readonly active: boolean;
	/** When, on the audio clock. The node begins earlier by its own delay, so that the sound is on time. */
	readonly output?: number;
	/** Seconds into the sound that was added since `dropBuffers()`. */
	readonly input?: number;
	readonly rate?: number;
}

export interface StretchNode extends AudioWorkletNode {
	schedule(change: Change): Promise<unknown>;
	/** Adds sound after what it has; returns where the sound now ends, seconds. The buffers are moved. */
	addBuffers(
		channels: readonly Float32Array<ArrayBuffer>[],
		transfer: readonly ArrayBuffer[]
	): Promise<number>;
	dropBuffers(): Promise<unknown>;
	/** The block that is analysed at a time, and the step between blocks, milliseconds. */
	configure(block: { readonly blockMs: number; readonly intervalMs: number }): Promise<unknown>;
}

/**
 * How far ahead a start must be announced: the node reads half a block ahead
 * and needs a moment to get the message.
 */
export const STRETCH_LEAD = 0.22;

/**
 * A long block keeps low notes clean, a short one keeps a stroke together: at a
 * quarter of the speed an onset in a block of 120 ms is smeared over 20 ms.
 */
export const blockFor = (rate: number): { blockMs: number; intervalMs: number } =>
	rate < 0.45 ? { blockMs: 50, intervalMs: 12.5 } : { blockMs: 120, intervalMs: 30 };

/** @param moduleUrl the package's own file on this host: no code is made from strings under our policy. */
export async function createStretch(
	context: AudioContext,
	moduleUrl: string
): Promise<StretchNode> {
	await context.audioWorklet.addModule(joinUrl);
	SignalsmithStretch.moduleUrl = moduleUrl;
	const node = await SignalsmithStretch(context, {
		// Never connected, but without it the processor fails at its first silent block.
		numberOfInputs: 1,
		numberOfOutputs: 1,
		outputChannelCount: [2]
	});
	return node as StretchNode;
}
