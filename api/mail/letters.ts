/** What is written to people, in their language. The words are in messages/mail. */
import en from '#messages/mail/en.json' with { type: 'json' };
import ko from '#messages/mail/ko.json' with { type: 'json' };
import type { Letter } from './mail.ts';

const WORDS = { en, ko };

export type LetterKind = 'confirm' | 'known' | 'reset' | 'changed' | 'passkey' | 'deleted';

export interface Reader {
	readonly name: string;
	readonly email: string;
	readonly language: string;
}

/** @param link left out where the words have none */
export function letterTo(reader: Reader, kind: LetterKind, link = ''): Letter {
	const words = WORDS[reader.language === 'ko' ? 'ko' : 'en'];
	// A name is anything that was typed: it may not add lines, or look like an address to open.
	const name = reader.name.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').replaceAll(/[/:@]|\.(?=\S)/g, ' ');
	return {
		to: reader.email,
		subject: `Genesis Music: ${words[`mail_${kind}_subject`]}`,
		text: words[`mail_${kind}_text`].replace('{name}', () => name).replace('{link}', () => link)
	};
}
