/** Benches, one command each: `npm run -s bench -- accuracy | decode | time-truth`. */
import { parseArgs } from 'node:util';
import { measureAccuracy } from './accuracy.ts';
import { measureDecoding } from './decoding.ts';
import { measureTimeTruth } from './time-truth.ts';

const HELP = `npm run -s bench -- COMMAND

  accuracy [--dir DIR] [--json FILE] [--out DIR] [--preset published]
               notes heard against the truth; DIR holds <item>/audio.* and truth.json
  decode       ten minutes of activations to notes: how long it takes
  time-truth [--seconds N]
               clicks on tones for ten minutes: how far each onset is off, and whether it drifts
`;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		dir: { type: 'string', default: '../shared/eval/open' },
		json: { type: 'string' },
		out: { type: 'string' },
		preset: { type: 'string', default: 'default' },
		seconds: { type: 'string', default: '600' }
	}
});

switch (positionals[0]) {
	case 'accuracy':
		await measureAccuracy({
			dir: values.dir,
			preset: values.preset === 'published' ? 'published' : 'default',
			...(values.json !== undefined && { json: values.json }),
			...(values.out !== undefined && { out: values.out })
		});
		break;
	case 'decode':
		measureDecoding();
		break;
	case 'time-truth':
		await measureTimeTruth(Number(values.seconds));
		break;
	default:
		process.stdout.write(HELP);
		process.exitCode = 2;
}
