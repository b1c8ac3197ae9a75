/** What a browser and its system are called, as far as its user agent tells; both empty when it does not. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
	[/Edg(e|A|iOS)?\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Whale\//, 'Whale'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

export interface BrowserName {
	readonly browser: string;
	readonly system: string;
	readonly phone: boolean;
}

/** @example browserName(navigator.userAgent) // { browser: 'Firefox', system: 'Linux', phone: false } */
export function browserName(userAgent: string): BrowserName {
	const first = (table: typeof BROWSERS): string =>
		table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? '';
	const system = first(SYSTEMS);
	return { browser: first(BROWSERS), system, phone: /iPhone|Android/.test(system) };
}
