/** The ways in, wherever they are asked for: a file, the microphone, a tab's sound. One place answers them. */
import type { Intake, IntakeFailure, Known } from '#app/state/intake.ts';
import type { RecordSource } from '#app/audio/record.ts';
import type { StoreFailure } from '#app/store/failure.ts';

export interface Turned {
	readonly file: File;
	readonly code: IntakeFailure['code'] | StoreFailure['code'];
}

interface Ways {
	/** Opens the file picker. */
	readonly choose: () => void;
	readonly record: (source: RecordSource) => void;
	/** Shows a score. */
	readonly open: (id: string) => void;
}

export class Doorway {
	help = $state(false);
	/** A file that could not be taken in. */
	turned = $state.raw<Turned | null>(null);
	readonly #intake: Intake;
	readonly #ways: Ways;

	constructor(intake: Intake, ways: Ways) {
		this.#intake = intake;
		this.#ways = ways;
	}

	choose(): void {
		this.#ways.choose();
	}

	record(source: RecordSource): void {
		this.#ways.record(source);
	}

	/**
	 * Takes files in; a single one is opened at once, several gather in the library.
	 * @returns whether all of them are in
	 */
	async take(files: readonly File[], known?: Known): Promise<boolean> {
		const taken: string[] = [];
		for (const file of files) {
			const result = await this.#intake.take(file, known);
			if (result.ok) taken.push(result.value);
			else this.turned = { file, code: result.error.code };
		}
		const [first] = taken;
		if (first && taken.length === 1) this.#ways.open(first);
		return taken.length === files.length;
	}
}
