/** The three ways in, as menu items: the same wherever a new score can begin. */
import AppWindow from '@lucide/svelte/icons/app-window';
import Mic from '@lucide/svelte/icons/mic';
import Upload from '@lucide/svelte/icons/upload';
import type { MenuItem } from '#app/components/menu.ts';
import { m } from '#app/paraglide/messages.js';
import type { Doorway } from '#app/state/doorway.svelte.ts';

/** Phones have no way to hand over a tab's sound. */
export const canCaptureTab = (): boolean =>
	typeof navigator.mediaDevices?.getDisplayMedia === 'function';

export function ways(doorway: Doorway): MenuItem[] {
	const items: MenuItem[] = [
		{ label: m.way_file(), icon: Upload, run: () => doorway.choose() },
		{ label: m.way_record(), icon: Mic, run: () => doorway.record('microphone') }
	];
	if (canCaptureTab()) {
		items.push({ label: m.way_tab(), icon: AppWindow, run: () => doorway.record('tab') });
	}
	return items;
}
