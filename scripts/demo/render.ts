/**
 * Makes the demo recording, static/demo/arirang.mp3: the score in arirang.ts,
 * played by perform.ts on the nylon guitar of the soundfont that the app plays
 * with too. `node scripts/demo/render.ts` (needs ffmpeg for the MP3).
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { SoundBankLoader, SpessaSynthProcessor } from 'spessasynth_core';
import { notes } from './arirang.ts';
import { perform, type Played } from './perform.ts';

const RATE = 44_100;
const BLOCK = 128;
const NYLON_GUITAR = 24;
const LOUDEST = 0.84;

const soundfont = createRequire(import.meta.url).resolve(
	'@coderline/alphatab/soundfont/sonivox.sf3'
);
const target = fileURLToPath(new URL('../../static/demo/arirang.mp3', import.meta.url));

const sound = await render(perform(notes()));
encode(sound, target);
console.log(`${target}: ${(sound.length / 2 / RATE).toFixed(1)} s`);

/** Stereo samples, interleaved. */
async function render(played: readonly Played[]): Promise<Float32Array> {
	const synth = new SpessaSynthProcessor(RATE, { eventsEnabled: false });
	await synth.processorInitialized;
	synth.soundBankManager.addSoundBank(SoundBankLoader.fromArrayBuffer(bytes(soundfont)), 'bank');
	synth.programChange(0, NYLON_GUITAR);

	const events = played
		.flatMap((note) => [
			{ at: note.start, strike: () => synth.noteOn(0, note.pitch, note.velocity) },
			{ at: note.end, strike: () => synth.noteOff(0, note.pitch) }
		])
		.sort((a, b) => a.at - b.at);
	const end = Math.max(...played.map((note) => note.end)) - 0.2;
	const frames = Math.ceil((end * RATE) / BLOCK) * BLOCK;
	const left = new Float32Array(frames);
	const right = new Float32Array(frames);

	// Blocks are cut at every event, so that each falls on its own sample.
	let next = 0;
	for (let frame = 0; frame < frames;) {
		while (next < events.length && Math.round(events[next]!.at * RATE) <= frame) {
			events[next++]!.strike();
		}
		const until = next < events.length ? Math.round(events[next]!.at * RATE) : frames;
		const count = Math.max(1, Math.min(BLOCK, frames - frame, until - frame));
		synth.process(left, right, frame, count);
		frame += count;
	}
	return finish(left, right);
}

/** Even loudness, and the end faded as a hand stops the strings. */
function finish(left: Float32Array, right: Float32Array): Float32Array {
	const fade = Math.round(0.6 * RATE);
	const out = new Float32Array(left.length * 2);
	let peak = 0;
	for (let i = 0; i < left.length; i++) {
		peak = Math.max(peak, Math.abs(left[i]!), Math.abs(right[i]!));
	}
	for (let i = 0; i < left.length; i++) {
		const gain = (LOUDEST / peak) * Math.min(1, (left.length - i) / fade);
		out[2 * i] = left[i]! * gain;
		out[2 * i + 1] = right[i]! * gain;
	}
	return out;
}

function encode(samples: Float32Array, path: string): void {
	const options =
		`-hide_banner -loglevel error -y -f f32le -ar ${RATE} -ac 2 -i pipe:0 ` +
		'-c:a libmp3lame -b:a 112k -map_metadata -1 -fflags +bitexact -flags:a +bitexact ' +
		'-metadata title=Arirang';
	const { status, error } = spawnSync('ffmpeg', [...options.split(' '), path], {
		input: Buffer.from(samples.buffer),
		stdio: ['pipe', 'inherit', 'inherit']
	});
	if (error ?? status) throw error ?? new Error(`ffmpeg ended with ${status}`);
}

function bytes(path: string): ArrayBuffer {
	const file = readFileSync(path);
	return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
}
