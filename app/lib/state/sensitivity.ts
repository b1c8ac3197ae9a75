/** One knob over the two thresholds that decide how much is heard. */
import { DEFAULT_HEARING, type HearSettings } from '#music/settings.ts';

/** The onset thresholds at no and at full sensitivity. */
const DEAF = 0.95;
const KEEN = 0.2;

/** What the sustain threshold is to the onset threshold in the settings a recording starts from. */
const SUSTAIN = DEFAULT_HEARING.frame / DEFAULT_HEARING.onset;

/** 0–100 */
export const sensitivityOf = ({ onset }: Pick<HearSettings, 'onset'>): number =>
	Math.round(Math.max(0, Math.min(1, (DEAF - onset) / (DEAF - KEEN))) * 100);

export function thresholdsAt(sensitivity: number): Pick<HearSettings, 'onset' | 'frame'> {
	const onset = DEAF - (sensitivity / 100) * (DEAF - KEEN);
	return { onset: round(onset), frame: round(onset * SUSTAIN) };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
