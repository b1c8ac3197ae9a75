/**
 * An engine that outlives its device. GPUs are lost in real life (sleep, a
 * driver's reset, hours in the background): then a new device is made once, and
 * after that the next engine takes over. The windows in hand are heard again,
 * and an answer that cannot be one is never passed on.
 */
import type { Engine, EngineName, WindowOutput } from './engine.ts';
import { chooseEngine, wordsOf, type Candidate, type Trial } from './select.ts';

/** Nothing on this device can run the network. */
export class NoEngine extends Error {
	readonly tried: readonly Trial[];

	constructor(tried: readonly Trial[]) {
		super(
			`no engine works: ${tried.map(({ engine, reason }) => `${engine} (${reason})`).join(', ')}`
		);
		this.name = 'NoEngine';
		this.tried = tried;
	}
}

export class SteadyEngine implements Engine {
	#candidates: readonly Candidate[];
	readonly #now: () => number;
	#engine: Engine;
	#tried: readonly Trial[];
	#renewed = false;

	private constructor(
		candidates: readonly Candidate[],
		now: () => number,
		engine: Engine,
		tried: readonly Trial[]
	) {
		this.#candidates = candidates;
		this.#now = now;
		this.#engine = engine;
		this.#tried = tried;
	}

	/** @throws NoEngine */
	static async start(
		candidates: readonly Candidate[],
		remembered: EngineName | null,
		now: () => number
	): Promise<SteadyEngine> {
		const { engine, tried } = await chooseEngine(candidates, remembered, now);
		if (!engine) throw new NoEngine(tried);
		return new SteadyEngine(candidates, now, engine, tried);
	}

	get name(): EngineName {
		return this.#engine.name;
	}

	get tried(): readonly Trial[] {
		return this.#tried;
	}

	/** @throws NoEngine when the last one has failed too. */
	async run(windows: Float32Array, count: number): Promise<WindowOutput> {
		for (;;) {
			try {
				return await this.#engine.run(windows, count);
			} catch (cause) {
				await this.#replace(wordsOf(cause));
			}
		}
	}

	dispose(): Promise<void> {
		return this.#engine.dispose();
	}

	async #replace(reason: string): Promise<void> {
		const { name } = this.#engine;
		// A lost device may refuse to be put away, too.
		await this.#engine.dispose().catch(() => undefined);
		const again = this.#renewed ? null : name;
		this.#renewed = again !== null;
		if (again === null) {
			this.#candidates = this.#candidates.filter((candidate) => candidate.name !== name);
		}
		const { engine, tried } = await chooseEngine(this.#candidates, again, this.#now);
		this.#tried = latest([...this.#tried, ...tried, { engine: name, ms: null, reason }]);
		if (!engine) throw new NoEngine(this.#tried);
		this.#engine = engine;
	}
}

/** One trial for each engine: the last. */
const latest = (trials: readonly Trial[]): Trial[] => [
	...new Map(trials.map((trial) => [trial.engine, trial])).values()
];
