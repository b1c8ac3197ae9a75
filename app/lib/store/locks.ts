/** Who has what among the tabs of this browser. A lock ends with its tab, also when that one crashes. */

export interface Locks {
	/** @returns gives it back; null when another tab has it */
	take(name: string): Promise<(() => void) | null>;
	/** Names that any tab has, this one too. */
	held(): Promise<ReadonlySet<string>>;
	/** Resolves once nobody has it. */
	freed(name: string): Promise<void>;
}

/** Without the interface (a page without TLS) every tab is alone, and has whatever it asks for. */
const ALONE: Locks = {
	take: () => Promise.resolve(() => {}),
	held: () => Promise.resolve(new Set()),
	freed: () => Promise.resolve()
};

export function browserLocks(): Locks {
	const manager = navigator.locks as LockManager | undefined;
	return manager ? shared(manager) : ALONE;
}

const shared = (manager: LockManager): Locks => ({
	take: (name) =>
		new Promise((settle, refuse) => {
			const until = (lock: Lock | null): Promise<void> | undefined => {
				if (lock) return new Promise<void>((release) => settle(() => release()));
				settle(null);
				return undefined;
			};
			manager.request(name, { ifAvailable: true }, until).catch(refuse);
		}),
	async held() {
		const { held = [] } = await manager.query();
		return new Set(held.flatMap(({ name }) => name ?? []));
	},
	async freed(name) {
		await manager.request(name, { mode: 'shared' }, () => {});
	}
});
