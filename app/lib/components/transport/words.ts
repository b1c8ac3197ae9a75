/** What is said when playing is not all it should be. The switch is exhaustive: a new code needs new words. */
import type { PlayerFailure } from '#app/audio/player-state.ts';
import { m } from '#app/paraglide/messages.js';

export function explainPlayer({ code }: PlayerFailure, hasRecording: boolean): string {
	switch (code) {
		case 'no-instrument':
			return hasRecording ? m.player_no_instrument() : m.player_no_instrument_alone();
		case 'unplayable':
			return m.player_unplayable();
		case 'too-long-to-decode':
			return m.player_too_long();
		case 'unreachable':
			return m.player_unreachable();
		case 'no-device':
			return m.player_no_device();
	}
}
