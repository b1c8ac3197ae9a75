/** What an export says about the music besides the notes. */
export interface About {
	readonly title: string;
	/** May be empty. */
	readonly artist: string;
}
