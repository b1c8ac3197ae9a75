/** The one Chromium of the project's tests: Debian's, or the one that `CHROMIUM` names. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** As root there is no sandbox; the rest keeps the browser from looking up hosts at every start. */
export const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--autoplay-policy=no-user-gesture-required'
];

/** A software WebGPU adapter (SwiftShader), for machines without a GPU. */
export const SOFTWARE_WEBGPU = [
	'--enable-unsafe-webgpu',
	'--use-webgpu-adapter=swiftshader',
	'--enable-features=Vulkan'
];
