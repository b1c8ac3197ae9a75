/** Figures of a bench that goes on where it was stopped. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** @param json the file, made with its folder where it is not there yet */
export function keepFigures(json: string, figures: object): void {
	mkdirSync(dirname(json), { recursive: true });
	writeFileSync(json, `${JSON.stringify(figures, null, '\t')}\n`);
}
