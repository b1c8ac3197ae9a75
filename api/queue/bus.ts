/**
 * Word of changed rows within one process: whoever watches a job or a person hears at once, and
 * looks at the row. A change by another process is found by looking again after a while, so that
 * nobody depends on this.
 */
export interface Bus {
	/** Something changed about this job or person. */
	tell(topic: string): void;
	watch(topic: string): Watch;
	/** Ends every watch: the server stops. */
	close(): void;
}

export interface Watch {
	/** Resolves when there was word since the last call, or after `ms`. @returns false when it is over */
	next(ms: number): Promise<boolean>;
	close(): void;
}

export function createBus(): Bus {
	const listeners = new Map<string, Set<() => void>>();
	let open = true;

	return {
		tell(topic) {
			for (const listener of listeners.get(topic) ?? []) listener();
		},
		watch(topic) {
			let heard = false;
			let over = false;
			let wake = (): void => {};
			const listener = (): void => {
				heard = true;
				wake();
			};
			const all = listeners.get(topic) ?? new Set();
			listeners.set(topic, all.add(listener));
			return {
				async next(ms) {
					if (!heard && !over && open) {
						await new Promise<void>((resolve) => {
							const timer = setTimeout(resolve, ms);
							wake = () => {
								clearTimeout(timer);
								resolve();
							};
						});
					}
					heard = false;
					return open && !over;
				},
				close() {
					over = true;
					all.delete(listener);
					if (all.size === 0 && listeners.get(topic) === all) listeners.delete(topic);
					wake();
				}
			};
		},
		close() {
			open = false;
			for (const all of listeners.values()) for (const listener of all) listener();
		}
	};
}

/**
 * Where a process serves requests that may not wake one another (Workers), and changes are made by
 * other processes anyway: everybody looks at the row.
 */
export const silentBus = (): Bus => ({ ...createBus(), tell: () => {} });
