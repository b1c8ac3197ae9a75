import { expect, test } from 'vitest';
import { Ear } from '#app/state/ear.svelte.ts';
import { secondsAMinute } from '#models/engine/pace.ts';
import type { PreferenceStore } from '#app/state/preferences.svelte.ts';

/** A device whose only engine took so long for one window. */
const device = (ms: number | null): Ear =>
	new Ear({
		preferences: {} as PreferenceStore,
		recall: () =>
			ms === null
				? null
				: { engine: 'onnx-wasm', tried: [{ engine: 'onnx-wasm', ms, reason: null }] },
		paceOf: secondsAMinute,
		choose: () => {}
	});

test.each([
	[null, false],
	[187, false],
	// A window brings 1.64 seconds further, so 3.28 s for one are twice the recording.
	[3200, false],
	[3400, true]
])('a window of %d ms: listening is too slow to wait for: %s', (ms, slow) => {
	expect(device(ms).slow).toBe(slow);
});
