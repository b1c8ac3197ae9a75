/** The keys of doubt, and of undoing. The page wires them; what a key means is decided here. */

export type NoteAction =
	| 'keep'
	| 'remove'
	| 'heard'
	| 'first'
	| 'second'
	| 'hear'
	| 'next'
	| 'previous'
	| 'higher'
	| 'lower'
	| 'string'
	| 'close';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target'> & {
	readonly code?: string;
	readonly isComposing?: boolean;
};

const KEYS: Readonly<Record<string, NoteAction>> = {
	Enter: 'keep',
	Delete: 'remove',
	Backspace: 'remove',
	'0': 'heard',
	'1': 'first',
	'2': 'second',
	h: 'hear',
	s: 'string',
	' ': 'hear',
	n: 'next',
	ArrowRight: 'next',
	p: 'previous',
	ArrowLeft: 'previous',
	ArrowUp: 'higher',
	ArrowDown: 'lower',
	Escape: 'close'
};

/** What a press in the popover of a note asks for; null when it is meant for something else. */
export function noteAction(event: Key): NoteAction | null {
	if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
	const key = letterOf(event);
	const target = event.target as HTMLElement | null;
	// A button is pressed by Enter and Space.
	if ((key === 'Enter' || key === ' ') && target?.matches?.('button')) return null;
	return KEYS[key] ?? null;
}

/** Whether a press anywhere on the page opens the queue of doubtful notes. */
export const asksForDoubt = (event: Key): boolean =>
	!event.ctrlKey &&
	!event.metaKey &&
	!event.altKey &&
	!event.isComposing &&
	letterOf(event) === 'd' &&
	!types(event.target);

/** Ctrl or Command with Z, Shift+Z or Y; a text field undoes its own typing. */
export function historyAction(event: Key): 'undo' | 'redo' | null {
	if (!(event.ctrlKey || event.metaKey) || event.altKey || types(event.target)) return null;
	const letter = letterOf(event);
	if (letter === 'y' && !event.shiftKey) return 'redo';
	if (letter !== 'z') return null;
	return event.shiftKey ? 'redo' : 'undo';
}

/** Letters by their place where the layout has others: with a Korean one D arrives as ㅇ. */
function letterOf({ key, code }: Key): string {
	if (key.length > 1 || /^[\x20-\x7e]$/.test(key)) return key.length > 1 ? key : key.toLowerCase();
	return /^Key([A-Z])$/.exec(code ?? '')?.[1]?.toLowerCase() ?? key;
}

function types(target: EventTarget | null): boolean {
	const element = target as HTMLElement | null;
	if (!element || !('matches' in element)) return false;
	return element.isContentEditable || element.matches(TYPING);
}

const TYPING =
	'textarea, select, input:not([type=range], [type=button], [type=checkbox], [type=radio])';
