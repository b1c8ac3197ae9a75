/** Why a take could not be made, and what to do. The switch is exhaustive: a new code needs new words. */
import type { RecordFailure, RecordSource } from '#app/audio/record.ts';
import { m } from '#app/paraglide/messages.js';

export function explainRecording(code: RecordFailure['code'], source: RecordSource): string {
	const tab = source === 'tab';
	switch (code) {
		case 'denied':
			return tab ? m.record_fail_denied_tab() : m.record_fail_denied_microphone();
		case 'no-device':
			return m.record_fail_no_device();
		case 'busy':
			return m.record_fail_busy();
		case 'no-sound':
			return m.record_fail_no_sound();
		case 'unsupported':
			return tab ? m.record_fail_unsupported_tab() : m.record_fail_unsupported_microphone();
		case 'empty':
			return m.record_fail_empty();
	}
}
