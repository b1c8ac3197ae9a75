/**
 * Fits the judge of doubt on what the ear made of sound that we rendered: which of the notes it
 * kept were never played. Each group of sounds is heard by an ear fitted without it, as a person's
 * recording is. Writes music/doubt-weights.json. Sources as for fit.ts:
 *
 *     node scripts/fit/fit-doubt.ts --packages DIR --freepats DIR --musescore FILE [--pieces N] [--cache DIR] [--heard FILE]
 */
import { writeFileSync } from 'node:fs';
import { frameTime } from '#models/basic-pitch/frame-time.ts';
import { LOWEST_KEY } from '#models/activations.ts';
import { endOf, surroundings } from '#models/hearing/ends.ts';
import { ONSET_FEATURES } from '#models/hearing/evidence.ts';
import { judgeEnd, judgeLevel } from '#models/hearing/judges.ts';
import { judgeOf, probability } from '#models/hearing/network.ts';
import { onsetTime } from '#models/hearing/timing.ts';
import { doubtEvidence, DOUBT_FEATURES, sureness } from '#music/doubt-evidence.ts';
import { pitch, type PlayedNote } from '#music/note.ts';
import { DEFAULT_HEARING } from '#music/settings.ts';
import { seconds } from '#music/time.ts';
import type { Heard } from './examples.ts';
import { heardApart } from './folds.ts';
import { renderedFrom } from './sources.ts';
import { joined, train, type Examples, type Recipe } from './train.ts';

const DOUBTS: Recipe = { hidden: [24, 12], members: 3, epochs: 12, rate: 2e-3, decay: 1e-2 };
/** Flags, as a share of the notes, with which the fit is judged. */
const FLAGGED = 0.1;

/** A piece as it was heard, and which of its notes were never played. */
interface Doubted {
	readonly source: string;
	readonly rows: Float64Array;
	readonly wrong: readonly boolean[];
}

const { groups, slope, shift } = heardApart(await renderedFrom());
const all = groups.map(({ pieces, logits }) => {
	let from = 0;
	return pieces.map((heard) => {
		const own = logits.subarray(from, (from += heard.candidates.length));
		return doubted(heard, (i) => probability(slope * own[i]! + shift));
	});
});
all.forEach((test, i) => report(test, all.toSpliced(i, 1).flat()));
const { mean, deviation, members } = train(examplesOf(all.flat()), DOUBTS, 5);
const target = new URL('../../music/doubt-weights.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ mean, deviation, members })}\n`);

/** The notes that an ear with such confidences keeps, each with what is known of it. */
function doubted(heard: Heard, confidenceOf: (candidate: number) => number): Doubted {
	const { activations, source } = heard.piece;
	const begun = heard.candidates
		.map(({ key, frame }, at) => ({ key, frame, at, confidence: confidenceOf(at) }))
		.filter(({ confidence }) => confidence >= DEFAULT_HEARING.least);
	const around = surroundings(activations, begun);
	const kept = begun
		.map((one) => {
			const note: PlayedNote = {
				pitch: pitch(LOWEST_KEY + one.key),
				start: onsetTime(activations, one.key, one.frame),
				end: seconds(frameTime(endOf(activations, around, one, judgeEnd))),
				level: probability(judgeLevel(heard.rows, one.at * ONSET_FEATURES)),
				confidence: one.confidence
			};
			return { note, wrong: heard.played[one.at] === undefined };
		})
		.sort((a, b) => a.note.start - b.note.start || a.note.pitch - b.note.pitch);
	const notes = kept.map(({ note }) => note);
	const sure = notes.map(sureness);
	const rows = joined(notes.map((_, i) => doubtEvidence(notes, sure, i)));
	return { source, rows, wrong: kept.map(({ wrong }) => wrong) };
}

/** How many of the wrong notes are caught in pieces whose sounds were left out. */
function report(test: readonly Doubted[], rest: readonly Doubted[]): void {
	const judge = judgeOf(train(examplesOf(rest), DOUBTS, 5));
	let [wrong, caught, byEar] = [0, 0, 0];
	for (const { rows, wrong: truths } of test) {
		const best = (suspicion: (note: number) => number): number =>
			[...truths.keys()]
				.sort((a, b) => suspicion(b) - suspicion(a))
				.slice(0, Math.floor(FLAGGED * truths.length))
				.filter((note) => truths[note]).length;
		wrong += truths.filter(Boolean).length;
		caught += best((note) => judge(rows, note * DOUBT_FEATURES));
		byEar += best((note) => -rows[note * DOUBT_FEATURES]!);
	}
	const share = (part: number): string => (part / wrong).toFixed(3);
	console.log(
		`${test[0]!.source} and its group: ${share(caught)} of the wrong notes, by confidence alone ${share(byEar)}`
	);
}

/**
 * A piece counts by the root of its length, and a wrong note by the root of how few of them its piece has:
 * in each piece as many of them as can be are to be caught.
 */
function examplesOf(pieces: readonly Doubted[]): Examples {
	return {
		inputs: DOUBT_FEATURES,
		rows: joined(pieces.map(({ rows }) => rows)),
		truths: Float32Array.from(pieces.flatMap(({ wrong }) => wrong.map(Number))),
		counts: Float32Array.from(
			pieces.flatMap(({ wrong }) => {
				const each = Math.min(3, Math.sqrt(150 / wrong.length));
				const few = Math.min(4, Math.sqrt(15 / Math.max(1, wrong.filter(Boolean).length)));
				return wrong.map((is) => (is ? few * each : each));
			})
		)
	};
}
