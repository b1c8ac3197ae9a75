/** Short words for the descriptions of routes. */
import type { ZodType } from 'zod';

/** What an answer holds. */
export const json = <Schema extends ZodType>(schema: Schema) => ({
	content: { 'application/json': { schema } }
});

/** The same, and in words. */
export const answer = <Schema extends ZodType>(schema: Schema, description: string) => ({
	description,
	...json(schema)
});

/** What a request must bring; without `required` a request of another kind would pass unchecked. */
export const body = <Schema extends ZodType>(schema: Schema) => ({
	body: { required: true, ...json(schema) }
});
