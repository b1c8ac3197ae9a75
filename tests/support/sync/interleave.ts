/**
 * One random interleaving of what three people's thumbs, three networks, the clocks and sometimes
 * an operator with backups do, on the app's own sync and the real server; and what must be true
 * whenever it has come to rest.
 */
import { join } from '#app/sync/take.ts';
import { syncOnce } from '#app/sync/cycle.ts';
import { BACKUPS, type Backups } from './backups.ts';
import { Chance } from './chance.ts';
import { Device, namesIn, notesOf, scoreOf } from './device.ts';
import { Network, type Reached } from './network.ts';

const DEVICES = 3;
const DAY = 24 * 60 * 60 * 1000;

export interface TestServer extends Reached, Backups {
	/** Its clock, milliseconds. */
	clock: { now: number };
	/** What it has now, by kind and id. */
	contents(): Promise<ReadonlyMap<string, string>>;
}

interface Counts {
	edits: number;
	deletions: number;
	copies: number;
	restores: number;
}

/** Every edit has a name of its own; who replaced it knew it. */
class Ledger {
	readonly made = new Set<string>();
	readonly replaced = new Set<string>();
	readonly deleted = new Set<string>();
	/** On two devices before either had an account: what one replaces, the other still has. */
	readonly doubled = new Set<string>();

	name(): string {
		const name = `e${this.made.size}`;
		this.made.add(name);
		return name;
	}
}

class World {
	readonly ledger = new Ledger();
	readonly counts: Counts = { edits: 0, deletions: 0, copies: 0, restores: 0 };
	readonly chance: Chance;
	/** Of its own, so that a seed means the same whether there is an operator or not. */
	readonly #fate: Chance;
	readonly #backups: boolean;
	readonly server: TestServer;
	readonly devices: readonly Device[];
	readonly network: Network;
	/** The server may have forgotten what it answered: its clock ran by hours, or a backup was restored. */
	forgetful = false;

	constructor(seed: number, server: TestServer) {
		this.chance = new Chance(seed);
		this.#fate = new Chance(seed ^ 0x5eed_ba5e);
		this.#backups = this.#fate.is(0.25);
		this.server = server;
		this.devices = Array.from({ length: DEVICES }, () => new Device(() => this.chance.uuid()));
		this.network = new Network(server, this.chance);
	}

	/** A library that was on two devices before there was an account. */
	begin(): void {
		for (let i = this.chance.below(3); i > 0; i--) {
			const id = this.chance.uuid();
			const name = this.ledger.name();
			this.ledger.doubled.add(name);
			const content = scoreOf(id, name, 0);
			for (const device of this.devices.slice(0, 2)) device.change('score', id, content);
		}
	}

	async step(): Promise<void> {
		const at = this.chance.below(DEVICES);
		const device = this.devices[at]!;
		const what = this.chance.next();
		if (what < 0.22) this.#edit(device);
		else if (what < 0.28) this.#remove(device);
		else if (what < 0.46) this.#sync(at);
		else if (what < 0.94) await this.network.move();
		else if (what < 0.96) this.network.forget(at);
		else if (what < 0.99) device.ahead = this.#hours();
		else {
			this.server.clock.now += this.#hours();
			this.forgetful = true;
		}
		if (this.#backups) await this.#operate();
		await idle();
	}

	/** Nothing that is under way stops for it, and what was answered before may arrive after it. */
	async #operate(): Promise<void> {
		const what = this.#fate.next();
		const place = this.#fate.below(BACKUPS);
		if (what < 0.06) await this.server.backUp(place);
		else if (what > 0.95) {
			await this.server.restore(place);
			this.counts.restores++;
			this.forgetful = true;
		}
	}

	#hours(): number {
		return (this.chance.next() * 2 - 1) * DAY;
	}

	#sync(at: number): void {
		void join(this.devices[at]!, 'person').then(() => this.#cycle(at, this.network.from(at)));
	}

	#cycle(at: number, transport: Reached): Promise<unknown> {
		const { signal } = new AbortController();
		const newKey = (): string => this.chance.uuid();
		return syncOnce({ account: 'person', shelf: this.devices[at]!, transport, newKey, signal });
	}

	#edit(device: Device): void {
		this.counts.edits++;
		const name = this.ledger.name();
		const things = device.things();
		const changed = this.server.clock.now + device.ahead;
		if (things.length === 0 || this.chance.is(0.25)) {
			const id = this.chance.uuid();
			if (this.chance.is(0.8)) device.change('score', id, scoreOf(id, name, changed));
			else device.change('progress', id, notesOf(id, [name], changed));
			return;
		}
		const [kind, id, content] = this.chance.of(things);
		if (kind === 'score') {
			for (const old of namesIn(content)) this.ledger.replaced.add(old);
			device.change(kind, id, scoreOf(id, name, changed));
		} else device.change(kind, id, notesOf(id, [...namesIn(content), name], changed));
	}

	#remove(device: Device): void {
		const things = device.things();
		if (things.length === 0) return;
		this.counts.deletions++;
		const [kind, id, content] = this.chance.of(things);
		for (const old of namesIn(content)) this.ledger.deleted.add(old);
		device.change(kind, id, null);
	}

	/** The networks work again, and everybody syncs until nobody has anything to say. */
	async rest(): Promise<void> {
		this.devices.forEach((_, at) => this.network.forget(at));
		for (let round = 0; round < 3; round++) {
			if (round === 2) await this.network.drain();
			for (const [at, device] of this.devices.entries()) {
				await join(device, 'person');
				const trouble = await this.#cycle(at, this.server);
				if (trouble) throw new Error(`device ${at} came to rest with ${JSON.stringify(trouble)}`);
			}
		}
		this.counts.copies = this.devices.reduce((sum, d) => sum + (d.standing?.copies.length ?? 0), 0);
	}

	async check(): Promise<void> {
		const truth = await this.server.contents();
		for (const [at, device] of this.devices.entries()) {
			if (device.waiting.length > 0) throw new Error(`device ${at} still waits`);
			const here = new Map(device.things().map(([k, id, c]) => [`${k} ${id}`, named(c)]));
			if (!sameMap(here, truth)) {
				throw new Error(`device ${at} has ${show(here)} but the server ${show(truth)}`);
			}
		}
		this.#nothingLost([...truth.values()].flatMap((names) => names.split(' ')));
	}

	#nothingLost(present: readonly string[]): void {
		const { made, replaced, deleted, doubled } = this.ledger;
		for (const name of made) {
			const times = present.filter((each) => each === name).length;
			const over = replaced.has(name) || deleted.has(name);
			if (!over && times === 0) throw new Error(`${name} is lost`);
			if (!over && times > 1 && !this.forgetful) throw new Error(`${name} is there ${times} times`);
			if (replaced.has(name) && times > 0 && !this.forgetful && !doubled.has(name)) {
				throw new Error(`${name} was replaced, and is there again`);
			}
		}
	}
}

const named = (content: Parameters<typeof namesIn>[0]): string => namesIn(content).join(' ');

const sameMap = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
	a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

const show = (map: ReadonlyMap<string, string>): string =>
	JSON.stringify([...map].map(([key, value]) => `${key.slice(0, 14)}: ${value}`).toSorted());

/** Lets everything that waits for nothing but itself go on. */
const idle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs the interleaving that the seed says. Throws when something is lost, twice, or at odds. */
export async function interleave(seed: number, server: TestServer): Promise<Counts> {
	const world = new World(seed, server);
	world.begin();
	const steps = 12 + world.chance.below(48);
	for (let i = 0; i < steps; i++) await world.step();
	await world.rest();
	await world.check();
	return world.counts;
}
