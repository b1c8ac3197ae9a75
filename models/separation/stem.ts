/** Stereo sound as the ear wants it: one stem, one channel, 22,050 Hz. */
import { createResampler } from '#models/audio/resample.ts';
import { soundOf, type Block, type Sound } from '#models/audio/sound.ts';
import { STEREO_HZ, type Separator, type Stem, type Stereo } from './separator.ts';

/** Stereo sound at 44,100 Hz that can be heard once. */
export interface StereoSound extends Omit<Sound, 'chunks'> {
	readonly chunks: AsyncIterable<Stereo>;
}

/** The sound of one stem. @throws SoundError `silent` at its end when the stem is not in the recording */
export function stemOf(sound: StereoSound, separator: Separator, stem: Stem): Sound {
	async function* blocks(): AsyncGenerator<Block> {
		for await (const { left, right } of separator.separate(sound.chunks, stem)) {
			yield { hertz: STEREO_HZ, channels: [left, right] };
		}
	}
	return soundOf({
		seconds: sound.seconds,
		blocks: blocks(),
		endedEarly: () => sound.endsEarly,
		...(sound.estimate && { estimate: sound.estimate })
	});
}

/** Whatever was decoded, as stereo at 44,100 Hz: one channel is both, of more than two the first are taken. */
export async function* stereo(blocks: AsyncIterable<Block>): AsyncGenerator<Stereo> {
	let hertz = 0;
	let channels = [createResampler(STEREO_HZ, STEREO_HZ), createResampler(STEREO_HZ, STEREO_HZ)];
	for await (const block of blocks) {
		const [left, right = left] = block.channels;
		if (!left || left.length === 0) continue;
		if (block.hertz !== hertz) {
			if (hertz !== 0) yield rest(channels);
			channels = [createResampler(block.hertz, STEREO_HZ), createResampler(block.hertz, STEREO_HZ)];
			hertz = block.hertz;
		}
		yield { left: channels[0]!.push(left), right: channels[1]!.push(right!) };
	}
	if (hertz !== 0) yield rest(channels);
}

const rest = (channels: readonly ReturnType<typeof createResampler>[]): Stereo => ({
	left: channels[0]!.flush(),
	right: channels[1]!.flush()
});
