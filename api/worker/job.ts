/**
 * One job from its recording to its result. Whatever stops it on the way (a person, another worker,
 * a signal, a file that is no sound) ends here, in one word to the API.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { factsOf, type Log } from '#api/log.ts';
import type { Work } from '#api/queue/protocol.ts';
import { KEPT_FRAMES } from '#models/basic-pitch/constants.ts';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import type { Sound } from '#models/audio/sound.ts';
import type { Separator, Stem } from '#models/separation/separator.ts';
import { titleFrom } from '#music/details.ts';
import { DEFAULT_HEARING, DEFAULT_WRITING, type WriteSettings } from '#music/settings.ts';
import { keeper, unpacked } from './checkpoint.ts';
import { failureOf, NoSuchStem } from './failure.ts';
import { decodeApart, decodeStereoApart } from './decode-apart.ts';
import type { Ear, Kept } from './ear.ts';
import { jobFolder } from './folders.ts';
import { startHeart, type Leave } from './heart.ts';
import { Rejected, type JobLink, type Link } from './link.ts';
import { patiently } from './patience.ts';
import { reporter } from './reporter.ts';

export interface Bench {
	readonly link: Link;
	readonly api: { readonly address: string; readonly token: string };
	readonly ear: Kept<Ear>;
	/** Null where no network for it was given. */
	readonly separator: Kept<Separator> | null;
	readonly log: Log;
	/** Aborted when this process is to end. */
	readonly stopping: AbortSignal;
	/** Names this version of the ear, for checkpoints. */
	readonly version: string;
	/** A checkpoint at most so often, milliseconds. */
	readonly checkpointMs: number;
}

/** How long a result waits for an API that is away; by then the lease is long another's. */
const PATIENCE_MS = 10 * 60_000;
/** The lease is given back within so long, or not at all. */
const FAREWELL_MS = 4_000;

/** Why a job was left without a result. */
class Left extends Error {
	override readonly name = 'Left';
	readonly why: Leave;

	constructor(why: Leave) {
		super(why);
		this.why = why;
	}
}

/** Never throws for what a job did: the next one may go better. */
export async function runJob(work: Work, bench: Bench): Promise<void> {
	const { job } = work;
	const log = bench.log.with({ job: job.id, attempt: job.attempt });
	const left = new AbortController();
	const heart = startHeart(work, bench.api, (why) => left.abort(new Left(why)));
	const signal = AbortSignal.any([left.signal, bench.stopping]);
	const link = bench.link.job(work);
	const folder = await jobFolder();
	const begun = performance.now();
	log.info('job-started');
	try {
		const state = await transcribe(work, { ...bench, log }, link, folder, signal);
		log.info('job-ended', { state, ms: Math.round(performance.now() - begun) });
	} catch (cause) {
		await answerFor(cause, { link, log, stopping: bench.stopping });
	} finally {
		bench.ear.letGo();
		bench.separator?.letGo();
		await heart.stop();
		await rm(folder, { recursive: true, force: true });
	}
}

async function transcribe(
	{ job }: Work,
	bench: Bench,
	link: JobLink,
	folder: string,
	signal: AbortSignal
): Promise<string> {
	const patience = { signal, atMost: PATIENCE_MS };
	const report = reporter(link);
	const path = join(folder, 'recording');
	report('fetching', 0);
	const loading = bench.ear.take();
	loading.catch(() => {}); // awaited below
	await patiently(() => link.fetchSource(path, signal), patience);

	report('decoding', 0.02);
	const { stem } = job.settings;
	const sound = stem ? await separated(path, stem, bench, signal) : await decodeApart(path, signal);
	const { engine, device } = await loading;
	const { listenTo } = await import('#models/ear-node.ts');
	const maker = [bench.version, device, ...(stem ? [stem] : [])].join(' ');
	const kept = await patiently(() => link.checkpoint(signal), patience);
	const before = kept && (await unpacked(kept, maker));
	if (before) bench.log.info('job-goes-on', { windows: before.frames / KEPT_FRAMES });

	report('listening', 0.05);
	const checkpoints = keeper(link, maker, { everyMs: bench.checkpointMs, log: bench.log });
	const heard = await listenTo(sound, {
		engine,
		signal,
		...(before && { heard: before }),
		onHeard(windows, soFar) {
			const seconds = sound.estimate?.();
			const done = seconds ? frameTime(windows * KEPT_FRAMES) / seconds : 0;
			report('listening', 0.05 + 0.9 * Math.min(1, done));
			checkpoints.offer(soFar);
		}
	}).catch(async (cause: unknown) => {
		if (bench.stopping.aborted) await checkpoints.last(FAREWELL_MS);
		throw cause;
	});

	report('writing', 0.96);
	const { hearing, writing } = job.settings;
	const { documentTextOf } = await import('#models/document-node.ts');
	const document = documentTextOf(
		{
			title: job.title || titleFrom(job.name),
			fileName: job.name,
			hearing: hearing ?? DEFAULT_HEARING,
			// Parsed by the protocol: the brands of the domain say no more than that.
			writing: (writing as unknown as WriteSettings | undefined) ?? DEFAULT_WRITING
		},
		heard
	);
	await report.settled();
	return patiently(() => link.complete(document, signal), patience);
}

async function separated(
	path: string,
	stem: Stem,
	bench: Bench,
	signal: AbortSignal
): Promise<Sound> {
	const separator = await bench.separator?.take();
	if (!separator?.stems.includes(stem)) throw new NoSuchStem();
	const { stemOf } = await import('#models/separation/stem.ts');
	return stemOf(await decodeStereoApart(path, signal), separator, stem);
}

interface Farewell {
	readonly link: JobLink;
	readonly log: Log;
	readonly stopping: AbortSignal;
}

/** Tells the API why there is no result, if it has to know. */
async function answerFor(cause: unknown, { link, log, stopping }: Farewell): Promise<void> {
	if (cause instanceof Left) return log.info('job-left', { why: cause.why });
	if (cause instanceof Rejected && cause.status === 409)
		return log.info('job-left', { why: 'lost' });
	const atMost = FAREWELL_MS;
	const signal = AbortSignal.timeout(atMost);
	try {
		if (stopping.aborted) {
			await patiently(() => link.giveBack(), { signal, atMost });
			return log.info('job-given-back');
		}
		const failure = failureOf(cause);
		const facts = { code: failure.code, final: failure.final, ...factsOf(cause) };
		const state = await patiently(() => link.fail(failure), { signal, atMost });
		if (failure.final) log.info('job-failed', { ...facts, state });
		else log.error('job-failed', { ...facts, state });
	} catch (again) {
		// The lease runs out by itself, and the job starts anew.
		log.warn('job-not-answered', factsOf(again));
	}
}
