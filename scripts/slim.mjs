/**
 * Runs after `npm ci`: removes what packages carry for other machines and other uses, a third of
 * a gigabyte. Nothing here is read by the project on this platform.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = 'node_modules';

/** Keeps only the children of `folder` that are named. */
function keepOnly(folder, names) {
	const path = join(PACKAGES, folder);
	if (!existsSync(path)) return;
	for (const name of readdirSync(path)) {
		if (!names.includes(name)) rmSync(join(path, name), { recursive: true });
	}
}

// ONNX Runtime ships its libraries for every system and processor.
keepOnly('onnxruntime-node/bin/napi-v6', [process.platform]);
keepOnly(`onnxruntime-node/bin/napi-v6/${process.platform}`, [process.arch]);
// Pretendard ships every weight in every format; the app uses the variable one.
keepOnly('pretendard/dist', ['web', 'LICENSE.txt']);
keepOnly('pretendard/dist/web', ['variable']);
