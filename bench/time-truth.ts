/** A long recording of clicks on tones: every onset within 25 ms, and no drift from beginning to end. */
import { timeErrors } from '#tests/support/time-errors.ts';

const TOLERANCE = 0.025;
/** Milliseconds over the whole recording that a trend may not exceed. */
const TREND = 0.005;

export async function measureTimeTruth(seconds: number): Promise<void> {
	const { strikes: count, errors, trend } = await timeErrors(seconds, 44_100);
	const worst = Math.max(...errors.map(Math.abs));
	const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
	const ms = (value: number) => `${(value * 1000).toFixed(1)} ms`;
	console.log(
		`${errors.length} of ${count} onsets heard in ${seconds} s; ` +
			`mean ${ms(mean)}, worst ${ms(worst)}, trend ${ms(trend)} over the recording`
	);
	if (errors.length < count || worst > TOLERANCE || Math.abs(trend) > TREND) process.exitCode = 1;
}
