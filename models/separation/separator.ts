/**
 * A recording taken apart into its instruments, so that one of them is heard alone. The port; its
 * engine is `onnx-node.ts`. The project brings no such network: it is large, and an operator's to choose.
 */

/** What a Demucs network tells apart, in its order: four sources, or six. */
export const STEMS = ['drums', 'bass', 'other', 'vocals', 'guitar', 'piano'] as const;

export type Stem = (typeof STEMS)[number];

/** The rate at which such networks are trained. */
export const STEREO_HZ = 44_100;

/** Both channels, equally long. */
export interface Stereo {
	readonly left: Float32Array;
	readonly right: Float32Array;
}

export interface Separator {
	readonly stems: readonly Stem[];
	/**
	 * One stem of stereo sound at 44,100 Hz, both of its channels, in pieces of any length and as
	 * long as what came in. Only a few segments are held.
	 */
	separate(sound: AsyncIterable<Stereo>, stem: Stem): AsyncIterable<Stereo>;
	dispose(): Promise<void>;
}
