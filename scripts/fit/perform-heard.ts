/**
 * Writes printed music as our ear hears it from instruments in rooms: what the networks of rhythm are
 * fitted on beside performances whose faults are made up. `node scripts/fit/perform-heard.ts --songs DIR[,DIR]
 * --to FILE [--count N] [--seed K]`, and the sounds as for fit.ts. A line of the file is one performance.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import { listen } from '#models/listen.ts';
import { METRES } from '#music/rhythm/pulse-network.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { partsOf, play } from './beat-performer.ts';
import { chance, type Chance } from './chance.ts';
import { coded, inOneGo, writeActivations } from './corpus.ts';
import { onInstrument } from './ear-performer.ts';
import { INSTRUMENTS, type Instrument } from './instruments.ts';
import { motoric } from './motoric.ts';
import { lineOf } from './one-voice.ts';
import type { PrintedSong } from './printed.ts';
import { record } from './room.ts';
import { RATE, render, type Sample } from './sampler.ts';
import { improvised } from './solos.ts';
import { songsIn } from './songs.ts';
import { strummed } from './strums.ts';

const { values } = parseArgs({
	options: {
		songs: { type: 'string', default: '.tmp/lieder' },
		to: { type: 'string', default: '.tmp/heard.jsonl' },
		count: { type: 'string', default: '400' },
		seed: { type: 'string', default: '1' },
		packages: { type: 'string', default: 'node_modules' },
		freepats: { type: 'string', default: '.tmp/freepats' },
		musescore: { type: 'string', default: '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3' }
	}
});
/** How often instruments are heard, against the corpus of the ear. */
const OFTEN: Readonly<Partial<Record<string, number>>> = { bass: 0, guitar: 1.6, melody: 1.6 };

const songs = songsIn(values.songs);
const ear = await openEar();
const sounds = new Map<Instrument, readonly Sample[]>();
const from = {
	packages: values.packages,
	freepats: values.freepats,
	musescore: values.musescore,
	sonivox: createRequire(import.meta.url).resolve('@coderline/alphatab/soundfont/sonivox.sf3')
};
writeFileSync(values.to, '');
let heard = 0;
for (let k = 0; k < Number(values.count); k++) {
	const dice = chance(Number(values.seed) * 1_000_000 + k);
	const instrument = instrumentFor(dice);
	const any = songs.pick(dice);
	// One in eight is of those that nothing is fitted on.
	const which = dice.maybe(0.12) ? songs.heldOut(any) : any;
	const { song, number, parts } = musicFor(instrument, which, dice);
	const playing = song && play(song, dice, parts);
	if (!playing) continue;
	const kind = METRES.findIndex(
		({ beats, unit }) => beats === playing.metre.beats && unit === playing.metre.unit
	);
	if (kind < 0) continue;
	if (!sounds.has(instrument)) sounds.set(instrument, await instrument.load(from));
	const played = onInstrument(playing, instrument, dice);
	const dry = render(dice, sounds.get(instrument)!, instrument.touch, played);
	const sound = coded(dice, record(dice, dry.subarray(0, Math.ceil(played.seconds * RATE))));
	const { activations } = await listen(inOneGo(sound), { engine: ear });
	const notes = hear(activations, { ...DEFAULT_HEARING, bends: false });
	const { beats, downbeats, metre } = playing;
	const told = { kind, song: number, instrument: instrument.name, source: instrument.source };
	const all = { ...told, metre, beats, downbeats, notes, played: played.notes };
	appendFileSync(values.to, `${JSON.stringify(all)}\n`);
	writeActivations(`${values.to}.${heard++}.act`, activations);
}
await ear.dispose();
console.log(`${heard} performances in ${values.to}`);

function instrumentFor(dice: Chance): Instrument {
	const weights = INSTRUMENTS.map(({ profile, share }) => share * (OFTEN[profile] ?? 1));
	let left = dice.next() * weights.reduce((sum, weight) => sum + weight, 0);
	return INSTRUMENTS.find((_, i) => (left -= weights[i]!) < 0)!;
}

function musicFor(
	{ profile, manner }: Instrument,
	which: number,
	dice: Chance
): { song: PrintedSong | null; number: number; parts: readonly number[] } {
	const all = [0, 1, 2];
	const share = dice.next();
	const made = profile === 'guitar' ? (share < 0.4 ? strummed : improvised) : motoric;
	if (share < (profile === 'guitar' ? 0.65 : profile === 'melody' ? 0.3 : 0)) {
		return { song: made(dice), number: -1, parts: all };
	}
	const song = songs.read(which);
	const alone = manner.single || profile === 'melody' || (profile === 'guitar' && share > 0.85);
	return {
		song: song && alone ? lineOf(song, dice) : song,
		number: which,
		parts: alone || song === null ? all : partsOf(song, dice)
	};
}
