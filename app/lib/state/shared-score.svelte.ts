/** A score behind a link: opened, written on this device, liked, and copied into the library. */
import type { ScoreDocument } from '#music/document.ts';
import type { PlayedNote } from '#music/note.ts';
import { ok, type Result } from '#music/result.ts';
import type { Score } from '#music/score/score.ts';
import type { LinkFailure, Links, Reason, SharedScore as Opened } from '#app/sharing/links.ts';
import { playedIn, writingOf } from '#app/store/brands.ts';
import { summarise } from '#app/store/entry.ts';
import type { StoreFailure } from '#app/store/failure.ts';
import type { Scores } from '#app/store/scores.ts';
import type { Writer } from '#app/writing/client.ts';

interface Parts {
	readonly links: Links;
	readonly writer: Pick<Writer, 'write' | 'cardOf'>;
	readonly scores: Pick<Scores, 'put'>;
	readonly now: () => number;
	readonly newId: () => string;
}

export class SharedScore {
	readonly token: string;
	opened = $state.raw<Opened | null>(null);
	score = $state.raw<Score | null>(null);
	failure = $state.raw<LinkFailure['code'] | null>(null);
	/** By this person, as the page shows it at once. */
	liked = $state(false);
	likes = $state(0);
	readonly document: ScoreDocument | null = $derived(this.opened?.document ?? null);
	readonly notes: readonly PlayedNote[] = $derived(this.document ? playedIn(this.document) : []);

	readonly #parts: Parts;

	constructor(token: string, parts: Parts) {
		this.token = token;
		this.#parts = parts;
	}

	/** Where its recording is, when its owner lets others hear it. */
	get recording(): string | null {
		return this.opened?.allowed.recording ? this.#parts.links.recordingOf(this.token) : null;
	}

	async load(signal: AbortSignal): Promise<void> {
		const { links, writer } = this.#parts;
		this.failure = null;
		const found = await links.open(this.token, signal);
		if (!found.ok) {
			this.failure = found.error.code;
			return;
		}
		const { document, likes, liked } = found.value;
		const score = await writer.write(`link ${this.token}`, playedIn(document), writingOf(document));
		if (!score || signal.aborted) return;
		this.opened = found.value;
		this.likes = likes;
		this.liked = liked;
		this.score = score;
		links.viewed(this.token);
	}

	/** Asks whether the link still opens, and allows what it did; a page that it does not open any more is closed. */
	async check(signal: AbortSignal): Promise<void> {
		if (!this.opened) return;
		const found = await this.#parts.links.open(this.token, signal);
		if (found.ok) {
			const { allowed } = found.value;
			const same = JSON.stringify(allowed) === JSON.stringify(this.opened.allowed);
			if (!same) this.opened = { ...this.opened, allowed };
			return;
		}
		if (found.error.code !== 'gone') return;
		this.opened = null;
		this.score = null;
		this.failure = 'gone';
	}

	/** Shown at once, and taken back when the server refuses. */
	async like(): Promise<Result<void, LinkFailure>> {
		this.#show(!this.liked);
		const done = await this.#parts.links.like(this.token, this.liked);
		if (!done.ok) this.#show(!this.liked);
		return done;
	}

	#show(liked: boolean): void {
		this.liked = liked;
		this.likes += liked ? 1 : -1;
	}

	report(reason: Reason, text: string): Promise<Result<void, LinkFailure>> {
		return this.#parts.links.report(this.token, reason, text);
	}

	/** A score of the visitor's own, which nothing ties to the link. @returns its id */
	async copy(): Promise<Result<string, StoreFailure>> {
		const { links, scores, writer, now, newId } = this.#parts;
		const id = newId();
		const document = { ...this.document!, id, created: now(), changed: now() };
		const kept = await scores.put(document, this.score ? summarise(this.score) : undefined, {
			opened: now(),
			card: this.score && writer.cardOf(this.score)
		});
		if (!kept.ok) return kept;
		links.copied(this.token);
		return ok(id);
	}
}
