/** The transport's keys. The page wires them; what a key means is decided here. */

export type TransportAction =
	'play' | 'loop' | 'loop-start' | 'loop-end' | 'slower' | 'faster' | 'click' | 'back' | 'on';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target'> & {
	readonly code?: string;
	readonly repeat?: boolean;
	readonly isComposing?: boolean;
};

const KEYS: Readonly<Record<string, TransportAction>> = {
	' ': 'play',
	l: 'loop',
	'[': 'loop-start',
	']': 'loop-end',
	'-': 'slower',
	'=': 'faster',
	'+': 'faster',
	m: 'click',
	ArrowLeft: 'back',
	ArrowRight: 'on'
};

/** Letters by their place too: with a Korean layout on, L and M arrive as other letters. */
const CODES: Readonly<Record<string, TransportAction>> = { KeyL: 'loop', KeyM: 'click' };

/** Held down, these go on; the others happen once. */
const REPEATED: ReadonlySet<TransportAction> = new Set(['slower', 'faster', 'back', 'on']);

/** What a key press asks of the transport; null when it is meant for something else. */
export function transportAction(event: Key): TransportAction | null {
	if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
	const action = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
	const meant = action ?? CODES[event.code ?? ''] ?? null;
	if (!meant || (event.repeat && !REPEATED.has(meant))) return null;
	return isTakenBy(event.target, meant) ? null : meant;
}

/** Text fields take every key; a focused button keeps Space, and a slider or a list its arrows. */
function isTakenBy(target: EventTarget | null, action: TransportAction): boolean {
	const element = target as HTMLElement | null;
	// A press on the document itself has no element to match.
	if (!element || !('matches' in element)) return false;
	if (element.isContentEditable || element.matches(TYPING)) return true;
	if (action === 'play') return element.matches(PRESSED);
	const moves = action === 'back' || action === 'on';
	return moves && element.matches(MOVED);
}

const TYPING =
	'textarea, select, input:not([type=range], [type=button], [type=checkbox], [type=radio])';
const PRESSED = 'button, summary, a[href], [role=button], [role=menuitem], input[type=checkbox]';
const MOVED =
	'input, [role=slider], [role=spinbutton], [role=menuitem], [role=radio], [role=tab], [role=option]';
