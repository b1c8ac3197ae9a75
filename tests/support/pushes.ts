/** What devices send, made on the spot. */
import { randomUUID } from 'node:crypto';
import type { ScoreCard } from '#music/card.ts';
import type { ScoreDocument } from '#music/document.ts';
import type { Item } from '#api/sync/shapes.ts';
import { document } from '#tests/support/open-library.ts';
import type { Person } from '#tests/support/api.ts';

export const CARD: ScoreCard = {
	instrument: 'guitar',
	tempo: 96,
	key: { fifths: -1, mode: 'minor' },
	metre: { beats: 6, unit: 8 },
	tuning: [40, 45, 50, 55, 59, 64],
	capo: 2,
	bars: 16,
	difficulty: 3.5,
	chords: 'Dm Gm A',
	confidence: 0.875,
	techniques: ['barre'],
	embedding: Array.from({ length: 64 }, () => 0.125)
};

interface Given {
	readonly id?: string;
	readonly base?: number;
	readonly recording?: string;
}

export const scored = (
	title: string,
	{ id = randomUUID(), base = 0, recording }: Given = {}
): Item & { kind: 'score' } => ({
	kind: 'score',
	id,
	base,
	content: {
		document: { ...document(title), id } satisfies ScoreDocument,
		card: CARD,
		recording: recording ?? null
	}
});

export const gone = ({ id, kind }: Pick<Item, 'id' | 'kind'>, base: number): Item => ({
	kind,
	id,
	base,
	content: null
});

export const pushed = (
	person: Person,
	items: readonly Item[],
	{ key = randomUUID() as string, ...headers }: Record<string, string> = {}
): Promise<Response> =>
	person.request('/api/changes', {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key, ...headers },
		body: JSON.stringify({ items })
	});
