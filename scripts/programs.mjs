/** The system programs that tests need: a browser, ffmpeg to make and read sound files, and Redis for the queue. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './setup.mjs';

/** Installs what is missing when this system allows it; otherwise says in one line what to do. */
export function ensurePrograms() {
	const missing = [
		...(hasChromium() ? [] : ['chromium']),
		...(answers('ffmpeg', '-version') ? [] : ['ffmpeg']),
		...(answers(process.env.REDIS_SERVER ?? '/usr/bin/redis-server', '--version')
			? []
			: ['redis-server'])
	];
	if (missing.length === 0) return;
	const isRoot = process.getuid?.() === 0;
	if (isRoot && answers('apt-get', '--version')) {
		console.log(`Installing ${missing.join(' and ')} …`);
		const args = ['install', '-y', '--no-install-recommends', ...missing];
		if (run('apt-get', ['update', '-q']) && run('apt-get', ['-q', ...args])) return;
	}
	console.error(
		`Please install ${missing.join(' and ')} (Debian: sudo apt-get install ${missing.join(' ')}), ` +
			'or name a Chromium in CHROMIUM; the tests that need them will fail.'
	);
}

const hasChromium = () => existsSync(process.env.CHROMIUM ?? '/usr/bin/chromium');

const answers = (program, flag) => spawnSync(program, [flag]).status === 0;
