/** What is said in passing at the foot of the screen, one thing at a time. */

export interface Notice {
	readonly text: string;
	readonly loss: boolean;
	readonly action?: { readonly label: string; readonly run: () => void };
}

/** Long enough to read and to reach for Undo, ms. */
const SHOWN_MS = 8_000;

export class Notices {
	current = $state.raw<Notice | null>(null);
	#timer: ReturnType<typeof setTimeout> | undefined;

	say(text: string, action?: Notice['action']): void {
		this.#show({ text, loss: false, action });
	}

	/** Red: something was lost, or would be. */
	warn(text: string, action?: Notice['action']): void {
		this.#show({ text, loss: true, action });
	}

	dismiss(): void {
		clearTimeout(this.#timer);
		this.current = null;
	}

	#show(notice: Notice): void {
		clearTimeout(this.#timer);
		this.current = notice;
		this.#timer = setTimeout(() => (this.current = null), SHOWN_MS);
	}
}
