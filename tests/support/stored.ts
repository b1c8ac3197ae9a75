/** What lies in the library on the disk of a browser, past the page that keeps it. */
import type { Page } from '@playwright/test';

/** All rows of a table of app/lib/store/db.ts. */
export const stored = <Row>(page: Page, table: string): Promise<Row[]> =>
	page.evaluate(readAll<Row>, table);

/** Runs in the page. */
async function readAll<Row>(table: string): Promise<Row[]> {
	const database = await new Promise<IDBDatabase>((resolve, reject) => {
		const opening = indexedDB.open('genesis-music');
		opening.onsuccess = () => resolve(opening.result);
		opening.onerror = () => reject(opening.error ?? new Error('the library could not be opened'));
	});
	const rows = await new Promise<Row[]>((resolve, reject) => {
		const asking = database.transaction(table).objectStore(table).getAll();
		asking.onsuccess = () => resolve(asking.result as Row[]);
		asking.onerror = () => reject(asking.error ?? new Error('nothing could be read'));
	});
	database.close();
	return rows;
}
