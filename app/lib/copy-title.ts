/** The name of a version that lost its place: what it was, and where and when it was made. */
import { LIMITS } from '#music/details.ts';
import { m } from '#app/paraglide/messages.js';
import { getLocale } from '#app/paraglide/runtime.js';

type Device = 'phone' | 'tablet' | 'computer';

/** As a person would call it, by what the browser says of itself. */
export function deviceOf(userAgent: string): Device {
	if (/iPad|Tablet|Android(?!.*Mobile)/.test(userAgent)) return 'tablet';
	return /Mobi|iPhone/.test(userAgent) ? 'phone' : 'computer';
}

/**
 * @param changed when it was changed, by the clock of the device it is from
 * @param maker null when it is not known who made it on what
 */
export function copyTitle(
	title: string,
	changed: number,
	maker: { readonly name: string; readonly device: Device } | null
): string {
	const time = new Intl.DateTimeFormat(getLocale(), { timeStyle: 'short' }).format(changed);
	const named = (title: string): string => {
		if (!maker) return m.sync_from_elsewhere({ title, time });
		const { name, device } = maker;
		if (device === 'phone') return m.sync_from_phone({ title, name, time });
		if (device === 'tablet') return m.sync_from_tablet({ title, name, time });
		return m.sync_from_computer({ title, name, time });
	};
	const over = named(title).length - LIMITS.title;
	return named(over > 0 ? title.slice(0, Math.max(0, title.length - over)) : title).slice(
		0,
		LIMITS.title
	);
}
