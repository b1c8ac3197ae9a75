/** Safari, and every browser on an iPhone or iPad: WebKit has limits of its own. */
export const isWebKit = (): boolean =>
	navigator.userAgent.includes('AppleWebKit') && !navigator.userAgent.includes('Chrome');
