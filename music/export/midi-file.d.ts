/** midi-file 1.2 has no types of its own; these are the parts that are used. */
declare module 'midi-file' {
	export type MidiEvent = { readonly deltaTime: number } & (
		| { readonly type: 'trackName' | 'text'; readonly text: string }
		| { readonly type: 'setTempo'; readonly microsecondsPerBeat: number }
		| {
				readonly type: 'timeSignature';
				readonly numerator: number;
				readonly denominator: number;
				/** MIDI clocks (24 a quarter) between clicks. */
				readonly metronome: number;
				readonly thirtyseconds: number;
		  }
		| { readonly type: 'keySignature'; readonly key: number; readonly scale: 0 | 1 }
		| { readonly type: 'programChange'; readonly channel: number; readonly programNumber: number }
		| {
				readonly type: 'noteOn' | 'noteOff';
				readonly channel: number;
				readonly noteNumber: number;
				readonly velocity: number;
		  }
		| { readonly type: 'endOfTrack' }
	);

	export interface MidiData {
		readonly header: {
			readonly format: 0 | 1 | 2;
			readonly numTracks: number;
			readonly ticksPerBeat: number;
		};
		readonly tracks: readonly (readonly MidiEvent[])[];
	}

	export function writeMidi(data: MidiData): number[];
	export function parseMidi(bytes: Uint8Array): MidiData;
}
