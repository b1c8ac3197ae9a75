/** Which sounds play which textures, and how: the corpus is a walk over this table. */
import { join } from 'node:path';
import type { Profile } from '#music/settings.ts';
import { folder, soundfont, voices } from './banks.ts';
import { bass, melody, run, type Sketch } from './lines.ts';
import type { Manner } from './perform.ts';
import type { Sample, Touch } from './sampler.ts';
import { GUITAR, KEYBOARD, type Texture } from './textures.ts';

export interface Sources {
	/** `node_modules` with the sample packages named in models/README.md. */
	readonly packages: string;
	/** Folder with clones of the FreePats sample sets. */
	readonly freepats: string;
	/** `MuseScore_General_Lite.sf3`. */
	readonly musescore: string;
	/** `sonivox.sf3`, as the app ships it. */
	readonly sonivox: string;
}

export interface Instrument {
	readonly name: string;
	readonly profile: Profile;
	/** Pieces of the corpus that it plays, of a hundred. */
	readonly share: number;
	/** Sounds of one source are held out together. */
	readonly source: string;
	readonly load: (sources: Sources) => Promise<Sample[]> | Sample[];
	readonly touch: Touch;
	readonly manner: Manner;
	readonly textures: readonly Texture[];
	/** Notes outside are moved by octaves. */
	readonly low: number;
	readonly high: number;
}

const STRUCK: Touch = {
	release: [0.04, 0.14],
	attack: [0, 0.002],
	vibrato: 0,
	glide: 0,
	undamped: 90
};
const PLUCKED: Touch = {
	...STRUCK,
	release: [0.03, 0.12],
	vibrato: 0.1,
	glide: 0.02,
	undamped: 128
};
const BOWED: Touch = {
	release: [0.03, 0.15],
	attack: [0.01, 0.09],
	vibrato: 0.4,
	glide: 0.08,
	undamped: 128
};
const SUNG: Touch = { ...BOWED, attack: [0.02, 0.12], vibrato: 0.7, glide: 0.4 };

const PIANIST: Manner = {
	tempo: [50, 150],
	spread: [0, 0.015],
	pedal: 0.55,
	ring: 0.03,
	single: false
};
const GUITARIST: Manner = {
	tempo: [60, 150],
	spread: [0.006, 0.035],
	pedal: 0,
	ring: 0.3,
	single: false
};
const SOLOIST: Manner = {
	tempo: [55, 140],
	spread: [0, 0.01],
	pedal: 0,
	ring: 0.02,
	single: true
};

const line =
	(low: number, high: number): Texture =>
	(chance, harmony) =>
		chance.maybe(0.65)
			? melody(chance, harmony, low, high)
			: run(chance, harmony, low, high, chance.pick([2, 2, 3, 4]));

/** Thirds and sixths under a line, here and there, as a fiddler stops two strings. */
const doubled =
	(low: number, high: number): Texture =>
	(chance, harmony) =>
		line(low + 5, high)(chance, harmony).flatMap((note): Sketch[] => {
			if (!chance.maybe(0.25)) return [note];
			return [note, { ...note, pitch: note.pitch - chance.pick([3, 4, 8, 9, 12]), roll: 1 }];
		});

const piano = (
	name: string,
	source: string,
	share: number,
	load: Instrument['load']
): Instrument => ({
	name,
	source,
	share,
	load,
	profile: 'piano',
	touch: STRUCK,
	manner: PIANIST,
	textures: KEYBOARD,
	low: 24,
	high: 104
});

const guitar = (
	name: string,
	source: string,
	share: number,
	load: Instrument['load']
): Instrument => ({
	...piano(name, source, share, load),
	profile: 'guitar',
	touch: PLUCKED,
	manner: GUITARIST,
	textures: GUITAR,
	low: 40,
	high: 84
});

const basses = (
	name: string,
	source: string,
	share: number,
	load: Instrument['load']
): Instrument => ({
	...guitar(name, source, share, load),
	profile: 'bass',
	manner: { ...SOLOIST, tempo: [60, 170] },
	textures: [(chance, harmony) => bass(chance, harmony, 28), line(28, 52)],
	low: 28,
	high: 60
});

const solo = (
	name: string,
	source: string,
	share: number,
	[low, high]: readonly [number, number],
	load: Instrument['load']
): Instrument => ({
	...piano(name, source, share, load),
	profile: 'melody',
	touch: BOWED,
	manner: SOLOIST,
	textures: [line(low, high)],
	low,
	high
});

const SALAMANDER = Array.from({ length: 16 }, (_, i) => i + 1);
const tonejs =
	(name: string) =>
	({ packages }: Sources): Sample[] =>
		folder(join(packages, `tonejs-instrument-${name}-mp3`));
const freepats =
	(name: string) =>
	({ freepats: path }: Sources): Sample[] =>
		folder(join(path, name, 'samples'));
const sonivox = (program: number, low: number, high: number) => (from: Sources) =>
	soundfont(from.sonivox, program, low, high);
const musescore = (program: number, low: number, high: number) => (from: Sources) =>
	soundfont(from.musescore, program, low, high);

export const INSTRUMENTS: readonly Instrument[] = [
	piano('salamander grand', 'salamander', 14, ({ packages }) =>
		SALAMANDER.flatMap((layer) =>
			folder(join(packages, `@audio-samples/piano-velocity${layer}/audio`))
		)
	),
	piano('upright KW', 'kw', 16, freepats('upright-piano-KW')),
	piano('old piano FB', 'fb', 8, freepats('old-piano-FB')),
	piano('splendid grand', 'splendid', 10, musescore(0, 21, 108)),
	piano('sonivox piano', 'sonivox', 5, sonivox(0, 21, 108)),
	piano('tonejs piano', 'tonejs', 7, tonejs('piano')),
	guitar('classical guitar', 'freepats', 4, freepats('spanish-classical-guitar')),
	guitar('nylon guitar', 'tonejs', 4, tonejs('guitar-nylon')),
	guitar('steel guitar', 'tonejs', 5, tonejs('guitar-acoustic')),
	guitar('sonivox steel', 'sonivox', 2, sonivox(25, 40, 88)),
	guitar('sonivox jazz', 'sonivox', 2, sonivox(26, 40, 88)),
	guitar('clean electric', 'musescore', 2, musescore(27, 40, 88)),
	basses('fingered bass', 'musescore', 2, musescore(33, 28, 64)),
	basses('sonivox bass', 'sonivox', 2, sonivox(32, 28, 64)),
	solo('violin', 'tonejs', 3, [55, 93], tonejs('violin')),
	{
		...solo('violin, double stops', 'tonejs', 2, [55, 90], tonejs('violin')),
		textures: [doubled(55, 90)],
		manner: { ...SOLOIST, single: false }
	},
	{
		...solo('musescore violin', 'musescore', 2, [55, 93], musescore(40, 55, 93)),
		textures: [line(55, 93), doubled(55, 90)],
		manner: { ...SOLOIST, single: false }
	},
	solo('flute', 'tonejs', 2, [60, 93], tonejs('flute')),
	solo('sonivox flute', 'sonivox', 1, [60, 93], sonivox(73, 60, 93)),
	solo('cello', 'tonejs', 2, [36, 69], tonejs('cello')),
	solo('saxophone', 'tonejs', 1, [49, 81], tonejs('saxophone')),
	solo('clarinet', 'musescore', 1, [50, 86], musescore(71, 50, 86)),
	{
		...solo('voice', 'voice', 3, [45, 76], () => voices(42, 80)),
		profile: 'voice',
		touch: SUNG
	},
	{
		...solo('choir', 'musescore', 2, [48, 77], musescore(52, 46, 80)),
		profile: 'voice',
		touch: SUNG
	}
];
