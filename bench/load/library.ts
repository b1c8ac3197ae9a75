/** Ten thousand public scores, put into the database before the server starts, as sharing leaves them. */
import { randomUUID } from 'node:crypto';
import { openDatabase } from '#api/db/open-node.ts';
import { scores } from '#api/db/schema/scores.ts';
import { shares } from '#api/db/schema/sharing.ts';
import { user } from '#api/db/schema/accounts.ts';
import { newToken } from '#api/sharing/token.ts';
import { searchText } from '#music/search-text.ts';
import { keptDocument } from '#tests/support/kept-score.ts';
import type { Chance } from '#tests/support/sync/chance.ts';

const FIRST = [
	'River',
	'Winter',
	'Blue',
	'Silent',
	'Golden',
	'Moon',
	'아리랑',
	'바람',
	'봄',
	'Rain'
];
const SECOND = [
	'Song',
	'Waltz',
	'Prelude',
	'Study',
	'Blues',
	'Dance',
	'노래',
	'연습',
	'March',
	'Air'
];
const INSTRUMENTS = ['guitar', 'piano', 'ukulele', 'bass', 'melody'] as const;

/** Words that find something. */
export const WORDS: readonly string[] = [...FIRST, ...SECOND];

/** Statements in one batch. */
const BATCH = 250;

/** @returns the tokens of the links */
export async function fillLibrary(url: string, count: number, chance: Chance): Promise<string[]> {
	const database = await openDatabase(url);
	const ownerId = randomUUID();
	await database
		.insert(user)
		.values({ id: ownerId, name: 'Library', email: 'library@example.org' });
	const tokens: string[] = [];
	for (let from = 0; from < count; from += BATCH) {
		const rows = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) =>
			rowOf(chance, ownerId, from + i)
		);
		const links = rows.map(({ id, created }) => ({
			token: newToken(),
			ownerId,
			scoreId: id,
			created
		}));
		await database.batch([
			database.insert(shares).values(links),
			...rows.map((row) => database.insert(scores).values(row))
		]);
		tokens.push(...links.map(({ token }) => token));
	}
	await database.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
	database.$client.close();
	return tokens;
}

function rowOf(
	chance: Chance,
	ownerId: string,
	number: number
): typeof scores.$inferInsert & {
	id: string;
	created: Date;
} {
	const title = `${chance.of(FIRST)} ${chance.of(SECOND)} ${number}`;
	const details = {
		title,
		artist: `Artist ${chance.below(500)}`,
		album: '',
		genre: '',
		year: null,
		tags: []
	};
	const document = JSON.stringify(keptDocument(details));
	const created = new Date(1_700_000_000_000 + number * 1000);
	return {
		...details,
		ownerId,
		id: randomUUID(),
		revision: 1,
		seq: 1,
		document,
		bytes: document.length,
		created,
		changed: created,
		published: created,
		visibility: 'public',
		search: searchText(details),
		seconds: 30 + chance.below(300),
		instrument: chance.of(INSTRUMENTS),
		tempo: 60 + chance.below(120),
		keyFifths: chance.below(13) - 6,
		keyMode: chance.is(0.5) ? 'major' : 'minor',
		timeSignature: '4/4',
		capo: 0,
		bars: 32,
		difficulty: 1 + chance.below(90) / 10,
		chordProgression: 'Am F C G',
		likeCount: chance.below(100),
		embedding: direction(chance)
	};
}

/** A vector of length 1. */
function direction(chance: Chance): Float32Array {
	const vector = Float32Array.from({ length: 64 }, () => chance.next() - 0.5);
	const length = Math.hypot(...vector);
	return vector.map((each) => each / length);
}
