/** How readable a page is, by itself: full bars, few voices, few ties, no tiny values. */
import { EPS, type PageBar } from './page-bars.ts';
import type { RawBar, RawEvent } from './read-measures.ts';
import type { Readability } from './written-note.ts';

/** @param left whether a staff is left out */
export function readabilityOf(
	parts: readonly (readonly RawBar[])[],
	bars: readonly PageBar[],
	left: (part: number, staff: number | null) => boolean
): Readability {
	const voices: number[] = [];
	let bad = 0;
	let ties = 0;
	let short = 0;
	let written = 0;
	bars.forEach((bar, i) => {
		const wanted =
			bar.partial || bar.nominal === null || (i === 0 && bar.short) ? bar.length : bar.nominal;
		const filled = new Map<string, number>();
		let isBad = false;
		const perStaff = new Map<string, Set<string>>();
		parts.forEach((part, p) => {
			const own = (part[i]?.events ?? []).filter(({ staff }) => !left(p, staff));
			for (const event of own) {
				if (event.kind !== 'note' || event.hidden) continue;
				written++;
				if (event.tieStart) ties++;
				if (event.written < 1 / 8 - 1e-9) short++;
				const staff = `${p}.${event.staff}`;
				perStaff.set(staff, (perStaff.get(staff) ?? new Set()).add(event.voice ?? ''));
			}
			for (const events of voicesOf(own)) {
				const real = events.filter(({ kind }) => kind !== 'gap');
				if (real.length === 0) continue;
				const spans = spansOf(events);
				const total =
					real.length === 1 && real[0]!.wholeBar
						? wanted
						: spans.reduce((sum, [from, to]) => sum + to - from, 0);
				if (total > wanted + EPS || overlap(spans)) isBad = true;
				for (const { staff } of real) {
					const key = `${p}.${staff}`;
					filled.set(key, Math.max(filled.get(key) ?? 0, total));
				}
			}
		});
		if (isBad || [...filled.values()].some((total) => total < wanted - EPS)) bad++;
		voices.push(...[...perStaff.values()].map((set) => set.size));
	});
	const count = Math.max(1, bars.length);
	return {
		badBars: bad / count,
		voices: voices.reduce((sum, n) => sum + n, 0) / Math.max(1, voices.length),
		ties: ties / count,
		short: short / Math.max(1, written)
	};
}

/** The lines of a bar; the same voice number on both staves is two when they overlap. */
function voicesOf(events: readonly RawEvent[]): RawEvent[][] {
	const byVoice = new Map<string, RawEvent[]>();
	for (const event of events) {
		if (event.chord || event.voice === null) continue;
		byVoice.set(event.voice, [...(byVoice.get(event.voice) ?? []), event]);
	}
	return [...byVoice.values()].flatMap((own) => {
		const staves = [...new Set(own.map(({ staff }) => staff))];
		if (staves.length < 2 || !overlap(spansOf(own))) return [own];
		return staves.map((staff) => own.filter((event) => event.staff === staff));
	});
}

const spansOf = (events: readonly RawEvent[]): (readonly [number, number])[] =>
	events
		.map(({ onset, length }) => [onset, onset + length] as const)
		.sort((a, b) => a[0] - b[0] || a[1] - b[1]);

const overlap = (spans: readonly (readonly [number, number])[]): boolean =>
	spans.slice(1).some(([from], i) => from < spans[i]![1] - EPS);
