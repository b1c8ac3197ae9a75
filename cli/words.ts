/** What is said of a file that cannot be heard. */
import type { SoundFailure } from '#models/audio/sound.ts';
import { WORDS } from '#models/audio/words.ts';

export function explain({ code, detail }: SoundFailure): string {
	return detail ? `${WORDS[code]} (${detail})` : WORDS[code];
}
