/** `npm run migration -- --name what_changes` writes the next migration from the schema. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
	dialect: 'sqlite',
	schema: './api/db/schema/*.ts',
	out: './api/db/migrations'
});
