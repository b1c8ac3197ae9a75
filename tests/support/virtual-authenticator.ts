/**
 * The authenticator that Chromium has for tests, over its protocol for developers
 * (https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/).
 */
import type { Page } from '@playwright/test';

export interface Device {
	/** Passkeys that it holds. */
	count(): Promise<number>;
	/** Its holder answers what it asks from now on, or sleeps. */
	awake(is: boolean): Promise<void>;
	/** How often this page has asked the browser for a passkey. */
	asked(): Promise<number>;
	/** The finger is the right one. */
	known(is: boolean): Promise<void>;
}

/** A phone or laptop that keeps passkeys and asks its holder for a finger. */
export async function withAuthenticator(page: Page): Promise<Device> {
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('WebAuthn.enable');
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true
		}
	});
	await page.addInitScript(countAsked);
	return {
		asked: () => page.evaluate(() => Number(document.documentElement.dataset['asked'] ?? 0)),
		count: async () =>
			(await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
		awake: async (enabled) =>
			void (await cdp.send('WebAuthn.setAutomaticPresenceSimulation', {
				authenticatorId,
				enabled
			})),
		known: async (isUserVerified) =>
			void (await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }))
	};
}

/** Runs in the page. The browser tells nobody that a request waits among its suggestions. */
function countAsked(): void {
	const get = navigator.credentials.get.bind(navigator.credentials);
	navigator.credentials.get = (options) => {
		const answer = get(options);
		const { dataset } = document.documentElement;
		dataset['asked'] = `${Number(dataset['asked'] ?? 0) + 1}`;
		return answer;
	};
}
