/**
 * The last resort for a file that no worker can decode: the page's own
 * `decodeAudioData`, which knows what `<audio>` knows but takes the whole file at
 * once. It exists on the main thread only.
 */

/** Larger files would not fit in memory when they are decoded. */
const LARGEST_BYTES = 150 * 1024 * 1024;
const HERTZ = 44_100;

/** @returns mono sound, or null when this browser cannot decode the file either. */
export async function fallbackDecode(
	blob: Blob,
	signal: AbortSignal
): Promise<{ readonly samples: Float32Array; readonly sampleRate: number } | null> {
	if (blob.size > LARGEST_BYTES || typeof OfflineAudioContext === 'undefined') return null;
	const bytes = await blob.arrayBuffer();
	signal.throwIfAborted();
	const context = new OfflineAudioContext(1, 1, HERTZ);
	const sound = await context.decodeAudioData(bytes).catch(() => null);
	signal.throwIfAborted();
	return sound && { samples: mono(sound), sampleRate: sound.sampleRate };
}

function mono(sound: AudioBuffer): Float32Array {
	const mix = sound.getChannelData(0).slice();
	for (let channel = 1; channel < sound.numberOfChannels; channel++) {
		const samples = sound.getChannelData(channel);
		for (let i = 0; i < mix.length; i++) mix[i]! += samples[i]!;
	}
	if (sound.numberOfChannels > 1) {
		for (let i = 0; i < mix.length; i++) mix[i]! /= sound.numberOfChannels;
	}
	return mix;
}
