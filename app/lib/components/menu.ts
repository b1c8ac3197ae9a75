/** What a menu holds. */
import type { Component } from 'svelte';

export interface MenuItem {
	readonly label: string;
	/** A second, quieter line. */
	readonly note?: string;
	readonly icon?: Component;
	readonly run: () => void;
	/** Red: it takes something away. */
	readonly loss?: boolean;
	/** Set for one of a choice: whether it is the one. */
	readonly checked?: boolean;
}
