/** A key against the true key, weighted as MIREX does: a near miss is worth something. */

const PITCH_CLASSES: Readonly<Record<string, number>> = {
	C: 0,
	D: 2,
	E: 4,
	F: 5,
	G: 7,
	A: 9,
	B: 11
};

/** 1 the same, .5 a fifth away, .3 relative, .2 parallel, else 0. Keys as `A minor`, `Bb major`. */
export function keyScore(truth: string, found: string): number {
	const [a, b] = [keyOf(truth), keyOf(found)];
	const apart = (b.tonic - a.tonic + 12) % 12;
	if (a.minor === b.minor) return apart === 0 ? 1 : apart === 5 || apart === 7 ? 0.5 : 0;
	if (apart === (a.minor ? 3 : 9)) return 0.3;
	return apart === 0 ? 0.2 : 0;
}

function keyOf(name: string): { readonly tonic: number; readonly minor: boolean } {
	const match = /^([A-G])(#*)(b*)\s*(.*)$/.exec(name.replace('♭', 'b').replace('♯', '#'));
	if (match === null) throw new Error(`not a key: ${name}`);
	const [, step = 'C', sharps = '', flats = '', mode = ''] = match;
	const tonic = (PITCH_CLASSES[step]! + sharps.length - flats.length + 12) % 12;
	return { tonic, minor: /^m(in|$)/.test(mode) };
}
