/** What a person has practised, added up, and how much a day it should be. */
import { createRoute, z } from '@hono/zod-openapi';
import { signedIn } from '#api/accounts/account.ts';
import { practiceTotals, setDailyGoal } from '#api/db/practice.ts';
import { body, json } from '#api/describe.ts';
import { router } from '#api/env.ts';
import { refusal } from '#api/errors.ts';

const Goal = z.strictObject({ dailyGoalMinutes: z.int().min(1).max(1440) }).openapi('DailyGoal');

const Progress = z
	.object({
		seconds: z.int(),
		sessions: z.int(),
		/** How many scores were practised. */
		scores: z.int(),
		/** Mean share of the bars at the target tempo; null without a record. */
		completion: z.number().nullable(),
		dailyGoalMinutes: z.int(),
		/** The person's own days (counted from 1 January 1970), the latest first, at most 366. */
		days: z.array(z.object({ day: z.int(), seconds: z.int() }))
	})
	.openapi('Progress');

const nobody = refusal('Nobody is signed in');

export const progress = router()
	.openapi(
		createRoute({
			method: 'get',
			path: '/progress',
			tags: ['practice'],
			summary: 'What was practised, in all and day by day',
			responses: { 200: { description: 'The totals', ...json(Progress) }, 401: nobody }
		}),
		async (c) => {
			const totals = await practiceTotals(c.var.services.database, signedIn(c.var.user).id);
			return c.json({ ...totals, days: [...totals.days] }, 200);
		}
	)
	.openapi(
		createRoute({
			method: 'put',
			path: '/progress/goal',
			tags: ['practice'],
			summary: 'How much a day it should be',
			request: body(Goal),
			responses: {
				200: { description: 'The goal from now on', ...json(Goal) },
				400: refusal('It is not a goal'),
				401: nobody
			}
		}),
		async (c) => {
			const { dailyGoalMinutes } = c.req.valid('json');
			await setDailyGoal(c.var.services.database, signedIn(c.var.user).id, dailyGoalMinutes);
			return c.json({ dailyGoalMinutes }, 200);
		}
	);
