/** No instrument sounds more notes at once than it has strings, or throats. */
import type { Span } from '#models/spans.ts';

interface Sounding extends Span {
	readonly confidence: number;
}

/** Frames within which notes are struck together. */
const TOGETHER = 3;

/**
 * At most `voices` notes at once: of too many struck together the least certain
 * are dropped, and otherwise the one that began first gives way. Spans are by start.
 */
export function voicesLeft<S extends Sounding>(spans: readonly S[], voices: number | null): S[] {
	if (voices === null) return [...spans];
	const kept: S[] = [];
	for (const span of spans) {
		let sounding = kept.filter(({ end }) => end > span.start);
		if (sounding.length < voices) {
			kept.push(span);
			continue;
		}
		const earlier = sounding.filter(({ start }) => start < span.start - TOGETHER);
		if (earlier.length > 0) {
			const oldest = earlier.reduce((a, b) => (b.start < a.start ? b : a));
			kept[kept.indexOf(oldest)] = { ...oldest, end: span.start };
			kept.push(span);
			continue;
		}
		sounding = [...sounding, span];
		const least = sounding.reduce((a, b) => (b.confidence < a.confidence ? b : a));
		if (least !== span) kept[kept.indexOf(least)] = span;
	}
	return kept;
}
