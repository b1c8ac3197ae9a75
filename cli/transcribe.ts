/** One recording through the whole pipeline, and its results to where they were asked for. */
import { access, constants, writeFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import type { Options, Outputs } from '#cli/options.ts';
import type { HeardFile } from '#models/document.ts';
import { documentTextOf } from '#models/document-node.ts';
import { listenToFile, openEar } from '#models/ear-node.ts';
import { hear } from '#models/hear.ts';
import { titleFrom } from '#music/details.ts';
import type { About } from '#music/export/about.ts';
import { keyName } from '#music/export/key-name.ts';
import { toMidi } from '#music/export/midi.ts';
import { toMusicXml } from '#music/export/musicxml.ts';
import { toTextTab } from '#music/export/text-tab.ts';
import { toTranscript } from '#music/export/transcript.ts';
import type { PlayedNote } from '#music/note.ts';
import type { Score } from '#music/score/score.ts';
import { writeScore } from '#music/write.ts';

/** @throws SoundError when the recording cannot be heard; Error from the file system. */
export async function transcribe({ audio, outputs, hearing, writing }: Options): Promise<void> {
	await checkFolders(outputs);
	const heard = await listen(audio);
	const notes = hear(heard.activations, hearing);
	const score = writeScore(notes, writing);
	const about: About = { title: basename(audio, extname(audio)), artist: '' };

	const fileName = basename(audio);
	await put(outputs.document, () =>
		documentTextOf({ title: titleFrom(fileName), fileName, hearing, writing }, heard)
	);
	await put(outputs.json, () => `${JSON.stringify(toTranscript(notes, score))}\n`);
	await put(outputs.musicxml, () => toMusicXml(score, about));
	await put(outputs.midi, () => toMidi(score, about));
	await put(outputs.textTab, () => toTextTab(score, about));

	const summary = `${summaryOf(notes, score)}${heard.endsEarly ? '; the file ends early' : ''}\n`;
	(toStdout(outputs) ? process.stderr : process.stdout).write(summary);
}

/** Before an hour of music is heard: is there a place for what comes of it? */
async function checkFolders(outputs: Outputs): Promise<void> {
	for (const to of destinations(outputs)) {
		if (to !== '-') await access(dirname(to), constants.W_OK);
	}
}

async function listen(audio: string): Promise<HeardFile> {
	const ear = await openEar();
	try {
		return await listenToFile(audio, ear);
	} finally {
		await ear.dispose();
	}
}

async function put(to: string | undefined, content: () => string | Uint8Array): Promise<void> {
	if (to === '-') process.stdout.write(content());
	else if (to !== undefined) await writeFile(to, content());
}

const toStdout = (outputs: Outputs): boolean => destinations(outputs).includes('-');

const destinations = ({ document, json, musicxml, midi, textTab }: Outputs): readonly string[] =>
	[document, json, musicxml, midi, textTab].filter((to) => to !== undefined);

function summaryOf(notes: readonly PlayedNote[], { tempo, key, beatMap, bars }: Score): string {
	const { beats, unit } = beatMap.metre;
	return `${notes.length} notes in ${bars.length} bars, ${beats}/${unit}, ${keyName(key)}, ${Math.round(tempo)} bpm`;
}
