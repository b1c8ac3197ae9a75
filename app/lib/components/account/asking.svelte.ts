/** A form that waits for the server: it is busy meanwhile, and says in words why it was refused. */
import type { Outcome } from '#app/accounts/asked.ts';
import { explainRefusal } from '#app/components/account/words.ts';

export class Asking {
	busy = $state(false);
	failure = $state('');

	async ask<T>(trying: Promise<Outcome<T>>): Promise<Outcome<T>> {
		this.busy = true;
		this.failure = '';
		const outcome = await trying;
		this.busy = false;
		if (!outcome.ok) this.failure = explainRefusal(outcome.error);
		return outcome;
	}
}
