/**
 * Holds the message catalogues to each other: every language has every key of English, with the
 * same placeholders and with words in it, and no key is in two areas; Korean speaks in one voice. The
 * build and the tests run it, so a sentence that one language lacks never reaches anybody.
 */
import { readdirSync, readFileSync } from 'node:fs';

const LANGUAGES = ['en', 'ko'] as const;

type Catalogue = Readonly<Record<string, string>>;

/** One sentence for each thing that is wrong in the catalogues below `folder`. */
export function catalogueFaults(folder = 'messages'): readonly string[] {
	const faults: string[] = [];
	const home = new Map<string, string>();
	for (const area of readdirSync(folder).toSorted()) {
		const [en, ko] = LANGUAGES.map((language) => read(`${folder}/${area}/${language}.json`));
		for (const key of Object.keys(en!)) {
			const other = home.get(key);
			if (other) faults.push(`${key} is in both ${other} and ${area}`);
			home.set(key, area);
		}
		faults.push(...compare(`${area}/ko`, ko!, en!), ...compare(`${area}/en`, en!, ko!));
		faults.push(...formal(`${area}/ko`, ko!));
	}
	return faults;
}

/** What `here` lacks that `there` has. */
function compare(name: string, here: Catalogue, there: Catalogue): string[] {
	return Object.entries(there).flatMap(([key, words]) => {
		const own = here[key];
		if (own === undefined) return [`${name}: ${key} is missing`];
		if (own.trim() === '') return [`${name}: ${key} is empty`];
		if (placeholders(own) !== placeholders(words)) {
			return [`${name}: ${key} has {${placeholders(own)}} for {${placeholders(words)}}`];
		}
		return [];
	});
}

/** The app speaks 해요체 everywhere; a sentence in 합니다체 beside it sounds like another person. */
function formal(name: string, korean: Catalogue): string[] {
	return Object.entries(korean).flatMap(([key, words]) =>
		/니다|니까/.test(words) ? [`${name}: ${key} is not in 해요체`] : []
	);
}

const placeholders = (words: string): string =>
	[...new Set([...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].toSorted().join(' ');

function read(path: string): Catalogue {
	const { $schema: _, ...messages } = JSON.parse(readFileSync(path, 'utf8')) as Catalogue;
	return messages;
}

if (import.meta.main) {
	const faults = catalogueFaults();
	for (const fault of faults) console.error(fault);
	console.log(`messages: ${faults.length} faults`);
	process.exitCode = faults.length === 0 ? 0 : 1;
}
