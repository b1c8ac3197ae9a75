declare module 'signalsmith-stretch' {
	interface CreateStretch {
		(context: BaseAudioContext, options?: AudioWorkletNodeOptions): Promise<AudioWorkletNode>;
		/** Where the worklet's module is; unset, it is made from a string. */
		moduleUrl?: string;
	}
	const SignalsmithStretch: CreateStretch;
	export default SignalsmithStretch;
}
