/** Ambient types of the page. */
declare global {
	namespace App {}

	/** What the system hands an installed app when a file is opened with it. */
	interface LaunchParams {
		readonly files: readonly FileSystemFileHandle[];
	}

	interface Window {
		readonly launchQueue?: { setConsumer(consumer: (params: LaunchParams) => void): void };
	}
}

export {};
