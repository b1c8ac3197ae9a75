/**
 * The queue as the table itself: a job is claimed by one statement, which libSQL runs alone, so
 * that no lock and no other server is needed. It works on a file and over HTTP.
 */
import { sql } from 'drizzle-orm';
import { RULES, type Queue } from './queue.ts';
import { Rows, type Place } from './rows.ts';

/** A second, in which so many may start. */
const WINDOW = 1_000;

/** How often silent workers are looked for while others ask, milliseconds. */
const LOOK = 250;

export function libsqlQueue(place: Omit<Place, 'rules'> & Partial<Pick<Place, 'rules'>>): Queue {
	const { rules = RULES, now } = place;
	const rows = new Rows({ ...place, rules });
	let looked = 0;

	const tend = async (): Promise<void> => {
		looked = now();
		await rows.recover();
	};

	/** Higher priority first, then whoever was served longest ago, then the oldest. */
	const next = () => sql`id = (
		SELECT j.id FROM transcription_jobs j
		WHERE j.state = 'pending' AND j.due <= ${now()}
			AND (SELECT count(*) FROM transcription_jobs a
				WHERE a.owner_id = j.owner_id AND a.state = 'active') < ${rules.perPerson}
		ORDER BY j.priority DESC,
			(SELECT max(s.started) FROM transcription_jobs s WHERE s.owner_id = j.owner_id),
			j.created, j.rowid
		LIMIT 1
	) AND (SELECT count(*) FROM transcription_jobs WHERE started > ${now() - WINDOW}) < ${rules.perSecond}`;

	return {
		rules,
		add: async () => {},
		async claim(worker) {
			if (now() - looked >= LOOK) await tend();
			return rows.take(next(), worker, crypto.randomUUID());
		},
		beat: (lease, progress) => rows.renew(lease, progress),
		complete: (lease, result) => rows.complete(lease, result),
		fail: async (lease, why) => (await rows.fail(lease, why)).state,
		giveBack: (lease) => rows.giveBack(lease),
		cancel: async (id) => (await rows.cancel(id)) !== undefined,
		retry: (id) => rows.retry(id),
		tend,
		close: async () => {}
	};
}
