/** The words on the screen, in the language that an errand is run in. */
import { readdirSync, readFileSync } from 'node:fs';

const LOCALES = { en: 'en-GB', ko: 'ko-KR' } as const;

type Language = keyof typeof LOCALES;

export const languages = Object.keys(LOCALES) as Language[];

/** What the browser says that its reader reads. */
export const localeOf = (language: Language): string => LOCALES[language];

export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

type Catalogue = Readonly<Record<string, string>>;

/** By the key of a message. */
export function wordsOf(language: Language): Words {
	const catalogue = readdirSync('messages').reduce<Catalogue>((all, area) => {
		const read = readFileSync(`messages/${area}/${language}.json`, 'utf8');
		return { ...all, ...(JSON.parse(read) as Catalogue) };
	}, {});
	return (key, values = {}) => {
		const words = catalogue[key];
		if (words === undefined) throw new RangeError(`no message is called ${key}`);
		return words.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
	};
}
