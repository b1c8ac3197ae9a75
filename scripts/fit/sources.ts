/** The corpus from the sounds that the command line names, as the fits of the ear and of doubt hear it. */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { corpus } from './corpus.ts';
import { listened, type Heard } from './examples.ts';
import { heardPieces } from './heard-pieces.ts';

/** With what `--heard` names beside it, a file of perform-heard.ts. */
export async function renderedFrom(): Promise<Heard[]> {
	const { values } = parseArgs({
		options: {
			packages: { type: 'string', default: 'node_modules' },
			freepats: { type: 'string', default: '.tmp/freepats' },
			musescore: { type: 'string', default: '/usr/share/sounds/sf3/MuseScore_General_Lite.sf3' },
			pieces: { type: 'string', default: '200' },
			cache: { type: 'string', default: '.tmp/fit' },
			heard: { type: 'string' }
		}
	});
	const pieces = await corpus(values.cache, Number(values.pieces), {
		packages: values.packages,
		freepats: values.freepats,
		musescore: values.musescore,
		sonivox: createRequire(import.meta.url).resolve('@coderline/alphatab/soundfont/sonivox.sf3')
	});
	const printed = values.heard === undefined ? [] : heardPieces(values.heard);
	return [...pieces, ...printed].map(listened);
}
