/**
 * What a tapping hand meant. It is a little early or late all the time, and a little uneven from
 * tap to tap; what it means are the notes it hears. So its lag is found first, and then each tap
 * goes to the note beside it; where nothing is played it stays where the hand was.
 */

/** Lags that are tried, seconds: people tap early, wireless headphones and slow screens make them late. */
const EARLIEST = -0.12;
const LATEST = 0.25;
const STEP = 0.01;
/** No lag is more than this share of the beat, or taps could slip to the notes between the beats. */
const MOST = 0.3;
/** How near a note has to be to count for a lag (seconds, one standard deviation). */
const NEAR = 0.03;
/** A hand without any lag is likelier: what one tap on its note outweighs. */
const DOUBT = 0.1;
/** A tap goes this far to its note: seconds, and as a share of the beat. */
const REACH = 0.07;
const REACH_SHARE = 0.18;

/**
 * The taps in order, where they were meant.
 *
 * @param onsets where notes begin, seconds, in order
 * @param closest two taps nearer than this are one
 */
export function heardTaps(
	taps: readonly number[],
	onsets: readonly number[],
	closest: number
): number[] {
	const sorted = [...taps].sort((a, b) => a - b);
	const own = sorted.filter((tap, i) => i === 0 || tap - sorted[i - 1]! > closest);
	if (own.length < 2 || onsets.length === 0) return own;
	const gaps = own.slice(1).map((tap, i) => tap - own[i]!);
	const beat = gaps.sort((a, b) => a - b)[gaps.length >> 1]!;
	const lag = lagOf(own, onsets, beat);
	const reach = Math.min(REACH, REACH_SHARE * beat);
	const meant = own.map((tap) => {
		const note = nearestTo(onsets, tap - lag);
		return Math.abs(note - (tap - lag)) <= reach ? note : Math.max(0, tap - lag);
	});
	return meant.filter((tap, i) => i === 0 || tap - meant[i - 1]! > closest);
}

function lagOf(taps: readonly number[], onsets: readonly number[], beat: number): number {
	let best = { lag: 0, score: -Infinity };
	const steps = Math.round((LATEST - EARLIEST) / STEP);
	for (let step = 0; step <= steps; step++) {
		const lag = EARLIEST + step * STEP;
		if (Math.abs(lag) > MOST * beat) continue;
		const near = taps.reduce((sum, tap) => {
			const off = nearestTo(onsets, tap - lag) - (tap - lag);
			return sum + Math.exp(-0.5 * (off / NEAR) ** 2);
		}, 0);
		const score = near / taps.length - DOUBT * Math.abs(lag / LATEST);
		if (score > best.score) best = { lag, score };
	}
	return best.lag;
}

/** The one nearest to `at`, in a sorted list that is not empty. */
function nearestTo(sorted: readonly number[], at: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (sorted[middle]! < at) low = middle + 1;
		else high = middle;
	}
	const [before, after] = [sorted[low - 1] ?? sorted[low]!, sorted[low]!];
	return at - before < after - at ? before : after;
}
