/** Jobs that nobody tries any more, as an admin meets them. */
import type { Person } from './api.ts';
import type { Wrong } from './wrong.ts';

export async function deadLetters(admin: Person): Promise<readonly { readonly id: string }[]> {
	const response = await admin.request('/api/admin/jobs');
	if (!response.ok) throw new Error(`the admin was answered ${response.status}`);
	return ((await response.json()) as { jobs: { id: string }[] }).jobs;
}

/** The admin sees it in the list, and lets it be tried again. */
export async function sentAgain(admin: Person, id: string): Promise<Wrong[]> {
	const list = await deadLetters(admin);
	if (list.every((dead) => dead.id !== id)) {
		return [{ kind: 'lost', message: `${id} is dead, and no admin sees it` }];
	}
	const { status } = await admin.request(`/api/admin/jobs/${id}/retry`, { method: 'POST' });
	if (status === 204) return [];
	return [{ kind: 'lost', message: `${id} could not be sent again: ${status}` }];
}
