/** The daily goal of an account: one number on the server, the same for every device. */
import { z } from 'zod';
import type { Remote } from '#app/sync/remote.ts';

const Goal = z.looseObject({ dailyGoalMinutes: z.int().min(1).max(1440) });

/** Minutes a day, on the server. */
export interface GoalOfAccount {
	/** @returns null when there is no answer */
	read(): Promise<number | null>;
	/** @returns whether the server has it now */
	write(minutes: number): Promise<boolean>;
}

export const goalOfAccount = ({ api }: Remote): GoalOfAccount => ({
	async read() {
		const answer = await api.progress.$get().catch(() => null);
		if (!answer?.ok) return null;
		return Goal.safeParse(await answer.json()).data?.dailyGoalMinutes ?? null;
	},
	async write(dailyGoalMinutes) {
		const answer = await api.progress.goal.$put({ json: { dailyGoalMinutes } }).catch(() => null);
		return answer?.ok === true;
	}
});
