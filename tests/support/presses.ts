/** A key press, as far as our key tables look at one, on an element that matches the given selector parts. */
export const pressed = (key: string, over: Record<string, unknown> = {}, on: string[] = []) => ({
	key,
	ctrlKey: false,
	metaKey: false,
	altKey: false,
	shiftKey: false,
	target: {
		matches: (all: string) => on.some((part) => all.split(', ').includes(part))
	} as never,
	...over
});
