/** The preview of a shared score, drawn once for each revision and kept. */
import { and, eq, sql } from 'drizzle-orm';
import { previews } from '#api/db/schema/sharing.ts';
import type { Shared } from '#api/db/shares.ts';
import type { Services } from '#api/env.ts';
import { ScoreDocument } from '#music/document.ts';
import { drawPreview } from '#api/pictures/preview.ts';

/** What is being drawn, so that a link that many open at once is drawn once. */
const drawing = new Map<string, Promise<Uint8Array>>();

/** @returns the bytes of a PNG */
export async function previewOf(services: Services, found: Shared): Promise<Uint8Array> {
	const { ownerId, scoreId, revision } = found;
	const [kept] = await services.database
		.select({ png: previews.png })
		.from(previews)
		.where(
			and(
				eq(previews.ownerId, ownerId),
				eq(previews.scoreId, scoreId),
				eq(previews.revision, revision)
			)
		);
	if (kept) return kept.png;
	const key = `${ownerId} ${scoreId} ${revision}`;
	const drawn = drawing.get(key) ?? draw(services, found).finally(() => drawing.delete(key));
	drawing.set(key, drawn);
	return drawn;
}

async function draw(services: Services, found: Shared): Promise<Uint8Array> {
	const { ownerId, scoreId, revision } = found;
	const png = await drawPreview(services, ScoreDocument.parse(JSON.parse(found.document)));
	await services.database
		.insert(previews)
		.values({ ownerId, scoreId, revision, png })
		.onConflictDoUpdate({
			target: [previews.ownerId, previews.scoreId],
			set: { revision, png },
			setWhere: sql`${previews.revision} < ${revision}`
		});
	return png;
}
