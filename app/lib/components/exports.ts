/** What the menu of exports holds, for a score of one's own and for one behind a link. */
import Braces from '@lucide/svelte/icons/braces';
import FileMusic from '@lucide/svelte/icons/file-music';
import FileText from '@lucide/svelte/icons/file-text';
import Piano from '@lucide/svelte/icons/piano';
import Printer from '@lucide/svelte/icons/printer';
import type { ScoreDocument } from '#music/document.ts';
import type { Score } from '#music/score/score.ts';
import type { MenuItem } from '#app/components/menu.ts';
import { m } from '#app/paraglide/messages.js';
import { exportScore, type ExportKind } from '#app/state/exports.ts';
import { saveFile } from '#app/state/save-file.ts';

/** @returns nothing while there is no score */
export function exportItems(
	score: Score | null,
	document: ScoreDocument | null
): readonly MenuItem[] {
	if (!score || !document) return [];
	const item = (kind: ExportKind, label: string, note: string, icon: MenuItem['icon']) => ({
		label,
		note,
		icon,
		run: () => void exportScore(kind, score, document).then((file) => saveFile(file, file.name))
	});
	return [
		item('musicxml', m.export_musicxml(), m.export_musicxml_note(), FileMusic),
		item('midi', m.export_midi(), m.export_midi_note(), Piano),
		...(score.tab ? [item('text-tab', m.export_tab(), m.export_tab_note(), FileText)] : []),
		item('json', m.export_json(), m.export_json_note(), Braces),
		{ label: m.export_print(), icon: Printer, run: () => print() }
	];
}
