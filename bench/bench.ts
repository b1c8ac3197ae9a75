/** Benches, one command each: `npm run -s bench -- accuracy | decode | kill | load | time-truth | page | server-ear | sync | upload | worker-kill | write`. */
import { parseArgs } from 'node:util';
import { measureAccuracy } from './accuracy/accuracy.ts';
import { measureApiKills } from './api-kill.ts';
import { measureDecoding } from './decoding.ts';
import { measureKills } from './kill.ts';
import { measureLoad } from './load.ts';
import { measurePage } from './page.ts';
import { measureServerEar } from './server-ear.ts';
import { measureSync } from './sync.ts';
import { measureTimeTruth } from './time-truth.ts';
import { measureUploads } from './upload.ts';
import { measureWorkerKills } from './worker-kill.ts';
import { measureWriting } from './write.ts';

const HELP = `npm run -s bench -- COMMAND

  accuracy [--dir DIR] [--json FILE] [--markdown FILE] [--out DIR] [--only NAME]
               the whole pipeline against the truth; DIR holds <item>/audio.* and truth.json
  decode       ten minutes of activations to notes: how long it takes
  kill [--n N] [--json FILE]
               the server killed under writes: is what it acknowledged there, is its file whole; goes
               on where it was stopped
  load [--minutes M] [--people P] [--scores N] [--think MS] [--json FILE]
               people who search, open, push and pull at once on the real server: milliseconds,
               errors, memory
  sync [--n N] [--json FILE]
               random interleavings of three devices, lost answers and wrong clocks on the real
               server: is anything lost; goes on where it was stopped
  upload [--n N] [--json FILE]
               uploads whose connections are dropped at random: do they arrive whole, how much is sent
               again; goes on where it was stopped
  time-truth [--seconds N]
               clicks on tones for ten minutes: how far each onset is off, and whether it drifts
  page --file FILE [--times N] [--json FILE]
               a recording dropped on the built page: seconds, longest blocked moment, memory
  server-ear [--recording FILE] [--times N] [--json FILE]
               a recording sent up to the real server and heard by its workers: seconds after the
               upload, and ten of them with one worker and with two
  worker-kill [--queue libsql|redis] [--kill worker|api] [--n N] [--json FILE]
               workers (or the server, 200 times) killed at any moment of what they do: has each job its
               one result, how soon is it begun again; goes on where it was stopped
  write --file FILE [--times N] [--quick] [--json FILE]
               three minutes of its notes to score and tab in the built page's worker: milliseconds,
               longest blocked moment; --quick: here, without a browser
`;

const { positionals, values } = parseArgs({
	allowPositionals: true,
	options: {
		dir: { type: 'string', default: '../shared/eval/open' },
		json: { type: 'string' },
		out: { type: 'string' },
		markdown: { type: 'string' },
		only: { type: 'string' },
		seconds: { type: 'string', default: '600' },
		file: { type: 'string', default: 'static/demo/arirang.mp3' },
		recording: { type: 'string' },
		times: { type: 'string', default: '1' },
		n: { type: 'string' },
		minutes: { type: 'string', default: '10' },
		people: { type: 'string', default: '100' },
		scores: { type: 'string', default: '10000' },
		think: { type: 'string', default: '1000' },
		queue: { type: 'string', default: 'libsql' },
		kill: { type: 'string', default: 'worker' },
		quick: { type: 'boolean', default: false }
	}
});

switch (positionals[0]) {
	case 'accuracy':
		await measureAccuracy({
			dir: values.dir,
			...(values.only !== undefined && { only: values.only }),
			...(values.markdown !== undefined && { markdown: values.markdown }),
			...(values.json !== undefined && { json: values.json }),
			...(values.out !== undefined && { out: values.out })
		});
		break;
	case 'decode':
		measureDecoding();
		break;
	case 'kill':
		await measureKills(Number(values.n ?? 1000), values.json ?? 'docs/measurements/kill.json');
		break;
	case 'load':
		await measureLoad({
			minutes: Number(values.minutes),
			people: Number(values.people),
			scores: Number(values.scores),
			think: Number(values.think),
			...(values.json !== undefined && { json: values.json })
		});
		break;
	case 'time-truth':
		await measureTimeTruth(Number(values.seconds));
		break;
	case 'page':
		await measurePage({
			file: values.file,
			times: Number(values.times),
			...(values.json !== undefined && { json: values.json })
		});
		break;
	case 'server-ear':
		await measureServerEar({
			times: Math.max(3, Number(values.times)),
			...(values.recording !== undefined && { file: values.recording }),
			...(values.json !== undefined && { json: values.json })
		});
		break;
	case 'sync':
		await measureSync(Number(values.n ?? 100_000), values.json ?? 'docs/measurements/sync.json');
		break;
	case 'upload':
		await measureUploads(Number(values.n ?? 200), values.json ?? 'docs/measurements/upload.json');
		break;
	case 'worker-kill':
		await measureDeaths(values.queue === 'redis' ? 'redis' : 'libsql');
		break;
	case 'write':
		await measureWriting({
			file: values.file,
			times: Math.max(5, Number(values.times)),
			quick: values.quick,
			...(values.json !== undefined && { json: values.json })
		});
		break;
	default:
		process.stdout.write(HELP);
		process.exitCode = 2;
}

function measureDeaths(queue: 'libsql' | 'redis'): Promise<void> {
	if (values.kill === 'api') return measureApiKills(Number(values.n ?? 200), queue, values.json);
	return measureWorkerKills(Number(values.n ?? 1000), queue, values.json);
}
