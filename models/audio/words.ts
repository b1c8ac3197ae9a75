/** One line for each reason why a file cannot be heard, for logs and the command line. */
import type { SoundFailureCode } from '#models/audio/sound.ts';

export const WORDS: Record<SoundFailureCode, string> = {
	empty: 'the file holds no sound',
	silent: 'the recording is silent',
	'not-audio': 'the file is no audio that can be read',
	'unsupported-codec': 'the coding of this audio is not supported',
	encrypted: 'the file is encrypted',
	'too-long': 'the recording is longer than three hours',
	corrupt: 'the file is damaged'
};
