/** How settings are read, by the server and by its workers. It brings nothing along: an idle worker is small. */
import { isLevel, type Level } from './log.ts';

/** A setting that cannot be used; the message is for the person who set it. */
export class BadSetting extends Error {}

/** @throws BadSetting */
export function logLevel(text: string): Level {
	if (isLevel(text)) return text;
	throw new BadSetting(`LOG_LEVEL is debug, info, warn, error or silent, not "${text}".`);
}
