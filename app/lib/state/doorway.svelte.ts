/** The ways in, wherever they are asked for: a file, the microphone, a tab's sound. One place answers them. */
import type { Intake, IntakeFailure } from '#app/state/intake.ts';
import type { StoreFailure } from '#app/store/failure.ts';

export type Capture = 'microphone' | 'tab';

export interface Turned {
	readonly file: File;
	readonly code: IntakeFailure['code'] | StoreFailure['code'];
}

export class Doorway {
	/** What is being captured, if anything. */
	capture = $state<Capture | null>(null);
	help = $state(false);
	/** A file that could not be taken in. */
	turned = $state.raw<Turned | null>(null);
	readonly #intake: Intake;
	readonly #choose: () => void;
	readonly #open: (id: string) => void;

	/** @param choose opens the file picker; @param open shows a score */
	constructor(intake: Intake, choose: () => void, open: (id: string) => void) {
		this.#intake = intake;
		this.#choose = choose;
		this.#open = open;
	}

	choose(): void {
		this.#choose();
	}

	/** Takes files in; a single one is opened at once, several gather in the library. */
	async take(files: readonly File[], title?: string): Promise<void> {
		const taken: string[] = [];
		for (const file of files) {
			const result = await this.#intake.take(file, title);
			if (result.ok) taken.push(result.value);
			else this.turned = { file, code: result.error.code };
		}
		const [first] = taken;
		if (first && taken.length === 1) this.#open(first);
	}
}
