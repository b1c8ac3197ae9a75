/** What the player tells the page, and what it needs from it. */
import type { SoundFiles } from '#app/audio/engine.ts';

export type PlayerFailure =
	/** The synth's files cannot be had: the recording plays alone, and its pitch follows the speed. */
	| { readonly code: 'no-instrument' }
	/** This browser cannot play the recording; the synth plays alone. */
	| { readonly code: 'unplayable' }
	| { readonly code: 'too-long-to-decode' }
	/** The recording is on the server, which does not give it; the synth plays alone. */
	| { readonly code: 'unreachable' }
	/** No sound device, or the browser refuses to start it. */
	| { readonly code: 'no-device' };

export interface SoundState {
	readonly playing: boolean;
	/** Getting ready to play. */
	readonly busy: boolean;
	readonly failure: PlayerFailure | null;
}

export interface PlayerOptions {
	readonly files: SoundFiles;
	/** Makes the files available, downloading them on first use; false when they cannot be had. */
	readonly ensureFiles: (signal: AbortSignal) => Promise<boolean>;
	readonly onState: (state: SoundState) => void;
}
