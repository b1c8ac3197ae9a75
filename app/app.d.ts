/** Ambient types of the page. */
declare global {
	namespace App {}

	/** Chromium's two-step file type: what the picker and the tests use. */
	interface LaunchParams {
		readonly files: readonly FileSystemFileHandle[];
	}

	interface Window {
		readonly launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void };
	}
}

export {};
