/** The classifiers, ready to run, with the weights that `scripts/fit/fit.ts` writes. */
import { judgeOf } from './network.ts';
import fitted from './weights/hearing.json' with { type: 'json' };

/** From `evidenceOf` to the logit of a note's beginning. */
export const judgeOnset = judgeOf(fitted.onset);

/** From `lookAt` to the logit of a note's end. */
export const judgeEnd = judgeOf(fitted.end);

/** From `evidenceOf` to the logit of how hard a note was struck, 0–1. */
export const judgeLevel = judgeOf(fitted.level);

/** From `statisticsOf` to the logit of each instrument. */
export const judgeProfile = {
	piano: judgeOf(fitted.profile.piano),
	guitar: judgeOf(fitted.profile.guitar),
	bass: judgeOf(fitted.profile.bass),
	voice: judgeOf(fitted.profile.voice),
	melody: judgeOf(fitted.profile.melody)
};
