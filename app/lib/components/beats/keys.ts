/** The keys of mending beats. The page wires them; what a key means is decided here. */

export type BeatAction =
	| 'close'
	| 'bar'
	| 'tap'
	| 'finish'
	| 'back'
	| 'on'
	| 'bar-back'
	| 'bar-on'
	| 'earlier'
	| 'later'
	| 'shift-back'
	| 'shift-on'
	| 'half'
	| 'double';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target'> & {
	readonly code?: string;
	readonly repeat?: boolean;
	readonly isComposing?: boolean;
};

const ARROWS = {
	ArrowLeft: { plain: 'back', control: 'bar-back', alt: 'earlier', shift: 'shift-back' },
	ArrowRight: { plain: 'on', control: 'bar-on', alt: 'later', shift: 'shift-on' }
} as const;

/** By their place: with a Korean layout on, the letters arrive as others. */
const CODES: Readonly<Record<string, BeatAction>> = {
	KeyD: 'bar',
	KeyT: 'tap',
	Comma: 'half',
	Period: 'double',
	Escape: 'close',
	Enter: 'finish'
};
/** By what they are, where a layout has them elsewhere. */
const KEYS: Readonly<Record<string, BeatAction>> = {
	d: 'bar',
	t: 'tap',
	',': 'half',
	'.': 'double',
	Escape: 'close',
	Enter: 'finish'
};

/** Held down, these go on; the others happen once. */
const REPEATED: ReadonlySet<BeatAction> = new Set(['back', 'on', 'earlier', 'later']);

/** Whether a press anywhere on the page opens or closes the mending of beats. */
export const asksForBeats = (event: Key): boolean =>
	!(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) &&
	!event.isComposing &&
	!event.repeat &&
	(event.key.toLowerCase() === 'b' || (event.code === 'KeyB' && event.key > '~')) &&
	!takes(event.target, TYPING);

/** What a press asks for while beats are mended; null when it is meant for something else. */
export function beatAction(event: Key): BeatAction | null {
	if (event.isComposing || takes(event.target, TYPING)) return null;
	const meant = arrowAction(event) ?? letterAction(event);
	return meant && event.repeat && !REPEATED.has(meant) ? null : meant;
}

function arrowAction(event: Key): BeatAction | null {
	if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return null;
	const { plain, control, alt, shift } = ARROWS[event.key];
	if (event.altKey) return alt;
	if (event.shiftKey) return shift;
	if (takes(event.target, MOVED)) return null;
	return event.ctrlKey || event.metaKey ? control : plain;
}

function letterAction({
	key,
	code = '',
	ctrlKey,
	metaKey,
	altKey,
	shiftKey
}: Key): BeatAction | null {
	if (ctrlKey || metaKey || altKey || shiftKey) return null;
	const latin = key.length > 1 || /^[\x20-\x7e]$/.test(key);
	return (latin ? KEYS[key.length > 1 ? key : key.toLowerCase()] : CODES[code]) ?? null;
}

function takes(target: EventTarget | null, what: string): boolean {
	const element = target as HTMLElement | null;
	// A press on the document itself has no element to match.
	if (!element || !('matches' in element)) return false;
	return (what === TYPING && element.isContentEditable) || element.matches(what);
}

const TYPING =
	'textarea, select, input:not([type=range], [type=button], [type=checkbox], [type=radio]), [role=menu] *';
const MOVED = 'input, [role=slider], [role=spinbutton], [role=radio], [role=tab]';
