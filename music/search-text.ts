/**
 * The words by which a score is found. What is indexed and what is asked go through the same
 * folding: case, accents and the composition of Hangul do not matter. Scripts without spaces, and
 * Korean, whose words carry particles, are cut into pairs of letters, so that 아리랑 is found in
 * 진도아리랑을 too.
 */

/** A question of more words than this is cut off. */
const MOST_WORDS = 12;

/** Scripts that are written without spaces between words, or with endings on them. */
const PAIRED = /[\p{sc=Hangul}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/gu;

interface Named {
	readonly title: string;
	readonly artist: string;
	readonly album: string;
	readonly genre: string;
	readonly tags: readonly string[];
}

/** What is put into the index for a score: words, and for paired scripts every pair and the last letter. */
export function searchText({ title, artist, album, genre, tags }: Named): string {
	const words = [title, artist, album, genre, ...tags].flatMap(wordsOf);
	return words
		.flatMap((word) => (isPaired(word) ? [...pairsOf(word), last(word)] : word))
		.join(' ');
}

/**
 * What is asked of the index, as FTS5 reads it: every word must be there, or begin a word that is;
 * pairs must follow one another. Nothing but letters and digits is ever let through.
 * @returns null when nothing can be searched for
 */
export function searchQuery(typed: string): string | null {
	const terms = wordsOf(typed)
		.slice(0, MOST_WORDS)
		.map((word) => {
			const pairs = isPaired(word) ? pairsOf(word) : [];
			return pairs.length > 0 ? `"${pairs.join(' ')}"` : `"${word}"*`;
		});
	return terms.length > 0 ? terms.join(' AND ') : null;
}

/** Runs of one kind of script, folded. */
function wordsOf(text: string): string[] {
	const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
	return folded.replace(PAIRED, ' $& ').match(/[\p{L}\p{N}]+/gu) ?? [];
}

const isPaired = (word: string): boolean => new RegExp(`^${PAIRED.source}$`, 'u').test(word);

function pairsOf(word: string): string[] {
	const letters = [...word];
	return letters.slice(1).map((letter, i) => letters[i]! + letter);
}

const last = (word: string): string => [...word].at(-1)!;
