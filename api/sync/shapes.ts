/** What travels between a device and the server, checked on the way in. */
import { z } from '@hono/zod-openapi';
import { ScoreCard } from '#music/card.ts';
import { ScoreDocument } from '#music/document.ts';
import type { LearningProgress, PracticeSession } from '#music/progress.ts';
import { RECORDS } from './kinds.ts';

/** Most things in one push, and in one page of changes. */
export const MOST = 50;

/** Bytes of a page of changes, but for a single bigger one. */
export const PAGE_BYTES = 4_000_000;

/** A request's body after it was inflated, in bytes. */
export const MOST_BYTES = 24_000_000;

/**
 * Its form is given in words: it mends what older versions wrote, which no JSON Schema can say.
 * Piped, so that it is described here however early the domain's schema was loaded.
 */
const Document = z.unknown().pipe(ScoreDocument).openapi('ScoreDocument', {
	type: 'object',
	description: 'A score as music/document.ts describes it: what was heard, settings, corrections.'
});

export const ScoreContent = z.strictObject({
	document: Document,
	/** What the device wrote of the music; null until it has. */
	card: ScoreCard.nullable(),
	/** The recording it was heard from. */
	recording: z.uuid().nullable()
});

export type ScoreContent = z.infer<typeof ScoreContent>;

const Kind = z.enum(['score', 'progress', 'practice']);

const common = {
	id: z.uuid(),
	/** The revision that the change was made on; 0 for what the server has never seen. */
	base: z.int().min(0)
};

const idIn = (content: ScoreContent | LearningProgress | PracticeSession): string =>
	'document' in content ? content.document.id : content.id;

/** `content` null is a deletion. */
const Item = z
	.discriminatedUnion('kind', [
		z.strictObject({ kind: z.literal('score'), ...common, content: ScoreContent.nullable() }),
		z.strictObject({
			kind: z.literal('progress'),
			...common,
			content: RECORDS.progress.schema.nullable()
		}),
		z.strictObject({
			kind: z.literal('practice'),
			...common,
			content: RECORDS.practice.schema.nullable()
		})
	])
	.refine(({ id, content }) => content === null || idIn(content) === id, {
		path: ['id'],
		message: 'The content has another id.'
	});

export type Item = z.infer<typeof Item>;

export const Push = z.strictObject({
	items: z
		.array(Item)
		.min(1)
		.max(MOST)
		.refine(
			(items) => new Set(items.map(({ kind, id }) => `${kind} ${id}`)).size === items.length,
			'The same thing is there twice.'
		)
});

/** What the server has of one thing. Content is as its kind's schema says; null is a tombstone. */
const Stored = z.object({
	revision: z.int(),
	content: z.looseObject({}).nullable()
});

export type Stored = z.infer<typeof Stored>;

export const Change = Stored.extend({ kind: Kind, id: z.string(), seq: z.int() }).openapi('Change');

export type Change = z.infer<typeof Change>;

/** Another `id` means that the server was set back to an older backup. */
export const Epoch = z
	.object({
		id: z.string(),
		/** Where revisions have jumped, each time it was set back: none between them is older than another across one. */
		floors: z.array(z.int())
	})
	.openapi('Epoch');

export type Epoch = z.infer<typeof Epoch>;

/** `full`: the account has no room. `conflict`: it was changed by another device meanwhile. */
export const Result = z
	.discriminatedUnion('status', [
		z.object({ status: z.literal('saved'), revision: z.int() }),
		z.object({ status: z.literal('conflict'), stored: Stored }),
		z.object({ status: z.literal('full') })
	])
	.openapi('PushResult');

export type Result = z.infer<typeof Result>;
