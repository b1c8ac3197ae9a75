/** The arguments of the command line, read once and checked. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import {
	DEFAULT_HEARING,
	DEFAULT_WRITING,
	type HearSettings,
	type Instrument,
	PUBLISHED_HEARING,
	type WriteSettings
} from '#music/settings.ts';
import { parseTuning } from '#music/tab/tuning.ts';

/** The command line was not understood; the message says why. */
export class UsageError extends Error {
	override readonly name = 'UsageError';
}

/** Where each result goes; `-` is standard output. */
export interface Outputs {
	readonly document?: string;
	readonly json?: string;
	readonly musicxml?: string;
	readonly midi?: string;
	readonly textTab?: string;
}

export interface Options {
	readonly audio: string;
	readonly outputs: Outputs;
	readonly hearing: HearSettings;
	readonly writing: WriteSettings;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const KNOWN = {
	help: { ...flag, short: 'h' },
	document: text,
	json: text,
	musicxml: text,
	midi: text,
	'text-tab': text,
	preset: text,
	onset: text,
	frame: text,
	'min-note': text,
	fmin: text,
	fmax: text,
	melodia: flag,
	tuning: text,
	capo: text,
	tempo: text,
	instrument: text,
	engine: text
} as const satisfies ParseArgsConfig['options'];

type Values = ReturnType<typeof parse>['values'];

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options | 'help' {
	const { values, positionals } = parse(args);
	if (values.help || args.length === 0) return 'help';
	const [command, audio, ...more] = positionals;
	if (command !== 'transcribe') {
		throw new UsageError(command ? `unknown command: ${command}` : 'no command');
	}
	if (audio === undefined) throw new UsageError('which recording?');
	if (more.length > 0) throw new UsageError(`one recording at a time, not also ${more[0]!}`);
	oneOf('engine', values.engine ?? 'onnx', ['onnx']);
	return {
		audio,
		outputs: outputsOf(values),
		hearing: hearingOf(values),
		writing: writingOf(values)
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: KNOWN,
			allowPositionals: true,
			allowNegative: true
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

function outputsOf(values: Values): Outputs {
	const outputs: Outputs = {
		...(values.document !== undefined && { document: values.document }),
		...(values.json !== undefined && { json: values.json }),
		...(values.musicxml !== undefined && { musicxml: values.musicxml }),
		...(values.midi !== undefined && { midi: values.midi }),
		...(values['text-tab'] !== undefined && { textTab: values['text-tab'] })
	};
	if (Object.values(outputs).filter((to) => to === '-').length > 1) {
		throw new UsageError('only one result fits on standard output');
	}
	return outputs;
}

function hearingOf(values: Values): HearSettings {
	const preset = oneOf('preset', values.preset ?? 'default', ['default', 'published']);
	const base = preset === 'published' ? PUBLISHED_HEARING : DEFAULT_HEARING;
	return {
		...base,
		onset: number('onset', values.onset, 0, 1) ?? base.onset,
		frame: number('frame', values.frame, 0, 1) ?? base.frame,
		minNoteMs: number('min-note', values['min-note'], 0, 2000) ?? base.minNoteMs,
		minHz: number('fmin', values.fmin, 1, 22_050) ?? base.minHz,
		maxHz: number('fmax', values.fmax, 1, 22_050) ?? base.maxHz,
		melodia: values.melodia ?? base.melodia
	};
}

function writingOf(values: Values): WriteSettings {
	const tuning = values.tuning === undefined ? null : parseTuning(values.tuning);
	if (tuning && !tuning.ok) {
		throw new UsageError(
			tuning.error.code === 'tuning-not-a-note'
				? `--tuning: ${tuning.error.text} is no note such as E2`
				: '--tuning wants one to twelve notes'
		);
	}
	const capo = number('capo', values.capo, 0, 12) ?? DEFAULT_WRITING.capo;
	if (!Number.isInteger(capo)) throw new UsageError('--capo wants a whole number');
	return {
		...DEFAULT_WRITING,
		tuning: tuning?.value ?? DEFAULT_WRITING.tuning,
		capo,
		tempo: number('tempo', values.tempo, 20, 400),
		instrument: instrumentOf(values)
	};
}

/** Who asks for a tuning, a capo or tab has a guitar. */
function instrumentOf(values: Values): Instrument | null {
	if (values.instrument !== undefined) {
		return oneOf<Instrument>('instrument', values.instrument, [
			'guitar',
			'bass',
			'ukulele',
			'banjo',
			'piano',
			'melody'
		]);
	}
	const strings = values.tuning ?? values.capo ?? values['text-tab'];
	return strings === undefined ? null : 'guitar';
}

function number(name: string, given: string | undefined, low: number, high: number): number | null {
	if (given === undefined) return null;
	const value = given.trim() === '' ? Number.NaN : Number(given);
	if (!(value >= low && value <= high)) {
		throw new UsageError(`--${name} wants a number from ${low} to ${high}, not ${given}`);
	}
	return value;
}

function oneOf<T extends string>(name: string, given: string, known: readonly T[]): T {
	const found = known.find((value) => value === given);
	if (found === undefined)
		throw new UsageError(`--${name} wants ${known.join(' or ')}, not ${given}`);
	return found;
}
