/**
 * Runs after `npm ci`: removes what packages carry for other machines and other uses, half a
 * gigabyte. Nothing here is read by the project on this platform.
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
// Pretendard ships every weight in every format; the app uses the variable one, previews a single one.
keepOnly('pretendard/dist', ['web', 'public', 'LICENSE.txt']);
keepOnly('pretendard/dist/web', ['variable']);
keepOnly('pretendard/dist/public', ['static']);
keepOnly('pretendard/dist/public/static', ['Pretendard-SemiBold.otf']);
// Builds of ONNX Runtime for the web that the app does not load.
drop('onnxruntime-web/dist', /\.(jsep|jspi)\.wasm$|^ort\.(all|webgl)\./);
// libSQL is here for both C libraries of Linux; the one that is not there cannot be loaded.
if (existsSync('/lib64/ld-linux-x86-64.so.2')) drop('@libsql', /-musl$/);
// Maps from what is compiled to its sources serve those who mend the packages themselves.
for (const found of readdirSync(PACKAGES, { recursive: true, withFileTypes: true })) {
	if (found.isFile() && found.name.endsWith('.map')) rmSync(join(found.parentPath, found.name));
}

/** Removes the children of `folder` whose names fit. */
function drop(folder, names) {
	const path = join(PACKAGES, folder);
	if (!existsSync(path)) return;
	for (const name of readdirSync(path)) {
		if (names.test(name)) rmSync(join(path, name), { recursive: true });
	}
}
