/** Words of the page of public scores: what a card says, and what may be chosen. */
import type { Instrument, Key, Metre } from '#music/settings.ts';
import { tuningsOf } from '#music/tab/tuning.ts';
import type { Found } from '#app/discover/shelf.ts';
import type { Length, Level, Order, Pace } from '#app/discover/wanted.ts';
import { m } from '#app/paraglide/messages.js';
import { clockTime, instrumentName, keyName, tempoWords, tuningName } from '#app/words.ts';

/** Guitar · 0:34 · D major · 3/4 · ♩ = 96, as the page prints it – as much of it as is known. */
export function foundLine({ instrument, seconds, key, metre, tempo }: Found): string {
	return [
		instrument && instrumentName(instrument),
		seconds > 0 && clockTime(seconds),
		key && keyName(key),
		metre,
		tempo && tempoWords(tempo, metreOf(metre))
	]
		.filter(Boolean)
		.join(' · ');
}

/** @param text as a signature is told, `6/8`; in quarters where it is not known */
function metreOf(text: string | null): Metre {
	const [beats = 4, unit = 4] = (text ?? '').match(/\d+/g)?.map(Number) ?? [];
	return { beats, unit: unit as Metre['unit'] };
}

interface Option<T extends string> {
	readonly value: T;
	readonly label: string;
}

const of =
	<T extends string>(...choices: readonly (readonly [T, () => string])[]) =>
	(): readonly Option<T>[] =>
		choices.map(([value, label]) => ({ value, label: label() }));

export const difficulties = of<Level | ''>(
	['', m.discover_difficulty_any],
	['easy', m.discover_easy],
	['medium', m.discover_medium],
	['hard', m.discover_hard]
);

export const tempos = of<Pace | ''>(
	['', m.discover_tempo_any],
	['slow', m.discover_slow],
	['medium', m.discover_moderate],
	['fast', m.discover_fast]
);

export const lengths = of<Length | ''>(
	['', m.discover_length_any],
	['short', m.discover_short],
	['medium', m.discover_middle],
	['long', m.discover_long]
);

export const orders = of<Order>(
	['match', m.discover_match],
	['new', m.discover_new],
	['liked', m.discover_liked],
	['easy', m.discover_easy_first],
	['hard', m.discover_hard_first]
);

/** Every key by the name with fewer signs: from C round by fifths, then the minor ones. */
export function keys(): readonly Option<string>[] {
	const all = (['major', 'minor'] as const).flatMap((mode) =>
		[0, 1, 2, 3, 4, 5, -6, -5, -4, -3, -2, -1].map((fifths): Key => ({ fifths, mode }))
	);
	return [
		{ value: '', label: m.discover_key_any() },
		...all.map((key) => ({ value: `${key.fifths}${key.mode}`, label: keyName(key) }))
	];
}

/** Of one instrument; just one entry where there is nothing to choose. */
export const tunings = (instrument: Instrument | ''): readonly Option<string>[] => [
	{ value: '', label: m.discover_tuning_any() },
	...(instrument ? tuningsOf(instrument) : []).map(({ id }) => ({
		value: id,
		label: tuningName(id)
	}))
];
