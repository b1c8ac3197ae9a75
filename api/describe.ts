/** Short words for the descriptions of routes. */
import type { ZodType } from 'zod';

/** What an answer holds. */
export const json = <Schema extends ZodType>(schema: Schema) => ({
	content: { 'application/json': { schema } }
});

/** What a request must bring; without `required` a request of another kind would pass unchecked. */
export const body = <Schema extends ZodType>(schema: Schema) => ({
	body: { required: true, ...json(schema) }
});
