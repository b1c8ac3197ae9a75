import { expect, test } from 'vitest';
import { mayBeHeardAway } from '#app/away/worth.ts';

test.each(['no-engine', 'unsupported-codec', 'away-failed'])(
	'a server may hear it after %s',
	(why) => expect(mayBeHeardAway(why)).toBe(true)
);

test.each(['silent', 'too-long', 'missing', 'away-large', 'away-not-audio', null])(
	'no server is asked after %s: it would say the same',
	(why) => expect(mayBeHeardAway(why)).toBe(false)
);
