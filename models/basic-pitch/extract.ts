/**
 * Takes the weights out of the published npm package, once, and writes
 * `weights/basic-pitch.weights`. Anyone can run it again and get the same bytes:
 *
 *     node models/basic-pitch/extract.ts
 *
 * The package is not a dependency because it brings 266 MB of TensorFlow.js 3.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sizeOf, TENSORS, type TensorName } from './weights.ts';

const PACKAGE = '@spotify/basic-pitch@1.0.1';
const TARBALL = 'spotify-basic-pitch-1.0.1.tgz';
const MODEL = 'package/model/model.json';
const SHARD = 'package/model/group1-shard1of1.bin';
const SHA256: Readonly<Record<string, string>> = {
	[TARBALL]: '8efee25e266e4a06bb2a8f3a86ad934179a2db2845c1544a9b2e43b37a74a874',
	[MODEL]: '1ed1aaee3409ec1dc098c8b01f430c0911f6fe9412e7af8086750f9e8f302f68',
	[SHARD]: 'b142a95737a52e1e412d5f92e73d8bb80dfe8d04941acc0702f11f4524fb377c'
};

/** What the package calls each tensor, after `StatefulPartitionedCall/model_1/`. */
const PUBLISHED: Readonly<Record<TensorName, string>> = {
	scale: 'batch_normalization/FusedBatchNormV3/Scaled',
	offset: 'batch_normalization/FusedBatchNormV3/Offset',
	contourKernel: 'conv2d_1/Conv2D_weights',
	contourBias: 'conv2d_1/Conv2D_bn_offset',
	contourOutKernel: 'contours-reduced/Conv2D/ReadVariableOp',
	contourOutBias: 'contours-reduced/BiasAdd/ReadVariableOp',
	noteKernel: 'conv2d_2/Conv2D/ReadVariableOp',
	noteBias: 'conv2d_2/BiasAdd/ReadVariableOp',
	noteOutKernel: 'conv2d_3/Conv2D/ReadVariableOp',
	noteOutBias: 'conv2d_3/BiasAdd/ReadVariableOp',
	onsetKernel: 'conv2d_4/Conv2D_weights',
	onsetBias: 'conv2d_4/Conv2D_bn_offset',
	onsetOutKernel: 'conv2d_5/Conv2D/ReadVariableOp',
	onsetOutBias: 'conv2d_5/BiasAdd/ReadVariableOp'
};

interface Manifest {
	readonly weightsManifest: readonly [
		{ readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[] }
	];
}

const folder = mkdtempSync(join(tmpdir(), 'basic-pitch-'));
try {
	execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder });
	checked(TARBALL);
	execFileSync('tar', ['xzf', TARBALL], { cwd: folder });
	const manifest = JSON.parse(checked(MODEL).toString('utf8')) as Manifest;
	const target = new URL('./weights/basic-pitch.weights', import.meta.url);
	writeFileSync(target, collect(manifest, checked(SHARD)));
	console.log(`wrote ${target.pathname}`);
} finally {
	rmSync(folder, { recursive: true });
}

/** A file of the folder, or an error when it is not the one that was published. */
function checked(name: string): Buffer {
	const bytes = readFileSync(join(folder, name));
	const sum = createHash('sha256').update(bytes).digest('hex');
	if (sum !== SHA256[name]) throw new Error(`${name} has SHA-256 ${sum}, not ${SHA256[name]}`);
	return bytes;
}

/** Every number of the shard is four bytes wide, so the manifest alone says where a tensor lies. */
function collect(manifest: Manifest, shard: Buffer): Buffer {
	const places = new Map<string, { readonly from: number; readonly shape: string }>();
	let at = 0;
	for (const { name, shape } of manifest.weightsManifest[0].weights) {
		const short = name.replace('StatefulPartitionedCall/model_1/', '');
		places.set(short, { from: at, shape: shape.join() });
		at += 4 * shape.reduce((size, side) => size * side, 1);
	}
	const names = Object.keys(TENSORS) as TensorName[];
	return Buffer.concat(
		names.map((name) => {
			const place = places.get(PUBLISHED[name]);
			if (place?.shape !== TENSORS[name].join()) throw new Error(`${name} is not as expected`);
			return shard.subarray(place.from, place.from + 4 * sizeOf(name));
		})
	);
}
