/** Which values of a map are compared: enough to tell any difference, few enough to keep. */
import type { WindowOutput } from './engine.ts';

export const MAPS = ['note', 'onset', 'contour'] as const;

const STEP = { note: 97, onset: 97, contour: 293 };

export const sampled = (output: WindowOutput, name: (typeof MAPS)[number]): number[] =>
	Array.from(output[name]).filter((_, i) => i % STEP[name] === 0);
