/**
 * Runs in the audio worklet, before signalsmith-stretch (1.3.2) is loaded.
 *
 * The package reads past the first of its input buffers as if the others began
 * at the wrong place, and fails for good where two of them meet. So its
 * processor is registered with one thing added: before each block, the buffers
 * it was given are joined into one, and what lies well behind is let go.
 */

/** Seconds of input behind the one being heard that may still be looked at. */
const BEHIND = 1;

const register = globalThis.registerProcessor;

globalThis.registerProcessor = (name, Processor) =>
	register.call(globalThis, name, name === 'signalsmith-stretch' ? joining(Processor) : Processor);

const joining = (Processor) =>
	class extends Processor {
		process(inputs, outputs, parameters) {
			if (this.audioBuffers.length > 1) this.join();
			return super.process(inputs, outputs, parameters);
		}

		join() {
			const { input, output, rate, active } = this.timeMap[0];
			const heard = active ? input + (globalThis.currentTime - output) * rate : 0;
			const oldest = Math.max(0, Math.floor((heard - BEHIND) * globalThis.sampleRate));
			const start = Math.max(this.audioBuffersStart, Math.min(oldest, this.audioBuffersEnd));
			const channels = Math.max(...this.audioBuffers.map((buffer) => buffer.length));
			const joined = Array.from(
				{ length: channels },
				() => new Float32Array(this.audioBuffersEnd - start)
			);
			let at = this.audioBuffersStart - start;
			for (const buffer of this.audioBuffers) {
				const skip = Math.max(0, -at);
				joined.forEach((channel, c) => {
					const samples = buffer[c % buffer.length];
					if (skip < samples.length) channel.set(samples.subarray(skip), at + skip);
				});
				at += buffer[0].length;
			}
			this.audioBuffers = [joined];
			this.audioBuffersStart = start;
		}
	};
