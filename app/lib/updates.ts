/** Registers the service worker, and says when a new version waits to take over. */
import { Workbox } from 'workbox-window';

/** How often an open page looks for a new version, in milliseconds. */
const EVERY = 60 * 60 * 1000;

/**
 * Calls `onReady` when a new version has been downloaded; its argument changes to it by reloading
 * the page. Nothing changes before that, so work that is under way is never interrupted. Returns
 * the function that stops the watch.
 */
export function watchUpdates(onReady: (change: () => void) => void): () => void {
	// There is no worker in development, nor on plain HTTP away from this machine.
	if (import.meta.env.DEV || !('serviceWorker' in navigator)) return () => {};
	const workbox = new Workbox('/service-worker.js');
	workbox.addEventListener('waiting', () => {
		onReady(() => {
			workbox.addEventListener('controlling', () => location.reload());
			workbox.messageSkipWaiting();
		});
	});
	// A browser may refuse a worker, as in some private windows: then the app needs the network, and nothing else.
	const registered = workbox.register().catch(() => undefined);
	const timer = setInterval(
		() => void registered.then((there) => there && workbox.update()).catch(() => {}),
		EVERY
	);
	return () => clearInterval(timer);
}
