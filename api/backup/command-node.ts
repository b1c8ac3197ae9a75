/** `npm run backup -- FILE` and `npm run restore -- FILE`, for the server whose data is in DATA_DIR. */
import { readSettings, BadSetting } from '#api/environment.ts';
import { BadBackup } from './archive-node.ts';
import { backUp, type Kept } from './backup-node.ts';
import { restore } from './restore-node.ts';

const [, , command, file] = process.argv;

try {
	if (!file) throw new BadBackup(`npm run ${command} -- FILE`);
	const { dataDir } = readSettings(process.env);
	if (command === 'backup') {
		console.log(`${file}: ${told(await backUp(dataDir, file))}`);
	} else {
		const stamp = new Date().toISOString().replace(/[:.]/g, '-');
		const { aside, ...kept } = await restore(dataDir, file, stamp);
		console.log(`${dataDir}: ${told(kept)}`);
		if (aside) console.log(`What was there before is in ${aside}.`);
	}
} catch (cause) {
	if (!(cause instanceof BadBackup) && !(cause instanceof BadSetting)) throw cause;
	console.error(cause.message);
	process.exitCode = 1;
}

function told({ people, scores, files }: Kept): string {
	return `${people} people, ${scores} scores, ${files} files besides the database`;
}
