/** A score as files for other programs. Each writer is fetched when it is first asked for. */
import type { ScoreDocument } from '#music/document.ts';
import type { Score } from '#music/score/score.ts';
import { fileName } from '#app/state/save-file.ts';

export type ExportKind = 'musicxml' | 'midi' | 'text-tab' | 'json';

export async function exportScore(
	kind: ExportKind,
	score: Score,
	document: ScoreDocument
): Promise<File> {
	const about = { title: document.title, artist: document.artist };
	switch (kind) {
		case 'musicxml': {
			const { toMusicXml } = await import('#music/export/musicxml.ts');
			const type = 'application/vnd.recordare.musicxml+xml';
			return named(toMusicXml(score, about), document.title, 'musicxml', type);
		}
		case 'midi': {
			const { toMidi } = await import('#music/export/midi.ts');
			return named(new Uint8Array(toMidi(score, about)), document.title, 'mid', 'audio/midi');
		}
		case 'text-tab': {
			const { toTextTab } = await import('#music/export/text-tab.ts');
			return named(toTextTab(score, about), document.title, 'txt', 'text/plain;charset=utf-8');
		}
		case 'json':
			return named(JSON.stringify(document), document.title, 'json', 'application/json');
	}
}

const named = (content: BlobPart, title: string, ending: string, type: string): File =>
	new File([content], fileName(title, ending), { type });
