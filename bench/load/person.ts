/** Somebody who uses the app: looks for music, opens it, edits a score of their own, and thinks. */
import { randomUUID } from 'node:crypto';
import { PASSWORD, somebody, type Person } from '#tests/support/api.ts';
import { pushed, scored } from '#tests/support/pushes.ts';
import type { Chance } from '#tests/support/sync/chance.ts';
import { WORDS } from './library.ts';

/** What people do, and how often of a hundred times. */
const HABITS = {
	search: 25,
	browse: 15,
	similar: 5,
	open: 15,
	pull: 20,
	push: 20
} as const;

export type Habit = keyof typeof HABITS;

/** Told of each request: what it was for, how long it took, and what it was answered (0: not at all). */
export type Watch = (habit: Habit, milliseconds: number, status: number) => void;

/** Registers somebody; rejects when that is refused. */
export async function newcomer(address: string, number: number): Promise<Person> {
	const request = (path: string, init?: RequestInit): Promise<Response> =>
		fetch(address + path, init);
	const [name, email] = [`Person ${number}`, `person-${number}@example.org`];
	const person = somebody({ request }, { id: '', name, email });
	const response = await person.request('/api/auth/sign-up/email', {
		method: 'POST',
		body: JSON.stringify({ name, email, password: PASSWORD }),
		headers: { 'Content-Type': 'application/json' }
	});
	if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
	return person;
}

interface Life {
	readonly person: Person;
	readonly chance: Chance;
	readonly tokens: readonly string[];
	/** Mean pause between two requests, in milliseconds. */
	readonly think: number;
	readonly watch: Watch;
	readonly until: () => boolean;
}

export async function live({ person, chance, tokens, think, watch, until }: Life): Promise<void> {
	const mine = { id: randomUUID(), base: 0, cursor: 0 };
	const deeds: Readonly<Record<Habit, () => Promise<Response>>> = {
		search: () => person.request(`/api/discover?q=${encodeURIComponent(chance.of(WORDS))}`),
		browse: () => person.request(`/api/discover?${chance.of(FILTERS)}`),
		similar: () => person.request(`/api/discover/${chance.of(tokens)}/similar`),
		open: () => person.request(`/api/public/${chance.of(tokens)}`),
		pull: () => person.request(`/api/changes?since=${mine.cursor}`),
		push: () => pushed(person, [scored(`Take ${mine.base + 1}`, mine)])
	};
	while (!until()) {
		await new Promise((resolve) => setTimeout(resolve, think * (0.5 + chance.next())));
		const habit = habitOf(chance);
		const begun = performance.now();
		try {
			const response = await deeds[habit]();
			const body = (await response.json()) as { cursor?: number };
			watch(habit, performance.now() - begun, response.status);
			if (!response.ok) continue;
			if (habit === 'push') mine.base += 1;
			if (habit === 'pull') mine.cursor = body.cursor ?? 0;
		} catch {
			watch(habit, performance.now() - begun, 0);
		}
	}
}

const FILTERS = [
	'sort=new',
	'sort=liked',
	'sort=easy&instrument=guitar',
	'sort=hard&tempoMin=100',
	'instrument=piano&difficultyMax=4',
	'key=-3minor&sort=liked'
];

function habitOf(chance: Chance): Habit {
	let left = chance.below(100);
	for (const [habit, share] of Object.entries(HABITS)) {
		if (left < share) return habit as Habit;
		left -= share;
	}
	return 'search';
}
